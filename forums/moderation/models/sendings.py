"""How many texts a new account sent lately: a row for each that was let through, written under a lock."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone

HOUR = timedelta(hours=1)


class Sending(models.Model):
    """A text on its way, published or held. Of one whose form is sent again there is one row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "sending"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="sending_once_per_form")]
        indexes = [models.Index("person", "at", name="sending_of_person")]

    def __str__(self):
        return f"{self.person_id}, {self.at:%H:%M}"

    @classmethod
    @transaction.atomic
    def take(cls, person, *, token, most, now=None):
        """Take one of the `most` places of an hour; returns None, or from when there is one again.

        The row of the person is locked: of many forms sent at once no more than `most` get through.
        """
        now = now or timezone.now()
        get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
        mine = cls.objects.filter(person=person)
        mine.filter(at__lte=now - HOUR).delete()
        if token and mine.filter(token=token).exists():
            return None
        moments = list(mine.order_by("at").values_list("at", flat=True))
        if len(moments) >= most:
            return moments[-most] + HOUR
        cls.objects.create(person=person, token=token, at=now)
        return None

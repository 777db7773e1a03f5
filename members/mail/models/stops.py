"""What each person chose not to get."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

stop_signer = signing.Signer(salt="members.mail.stop")


def stop_token(person_id, kind):
    """A signed word for one person and one kind of letter. Never expires: an old letter's button must work."""
    return stop_signer.sign_object([person_id, kind])


class Stop(models.Model):
    """A kind of letter this person does not want. Absent: they want it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_stops")
    kind = models.CharField(max_length=80)
    stopped_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stopped kind of mail")
        verbose_name_plural = _("stopped kinds of mail")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_stop_per_kind")]

    def __str__(self):
        return f"{self.person}: {self.kind}"

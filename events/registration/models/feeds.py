"""A person's own calendar address: signed, and changed by one press."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

signer = signing.Signer(salt="events.registration.feed")


class Feed(models.Model):
    """The address of `person`'s events for calendar programs. A new version makes the old address lead nowhere."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_feed", verbose_name=_("person")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("personal calendar")
        verbose_name_plural = _("personal calendars")

    def __str__(self):
        return f"{self.person} · {self.version}"

    def get_absolute_url(self):
        return reverse("events:feed", args=[self.token])

    @property
    def token(self):
        return signer.sign_object([self.person_id, self.version])

    @classmethod
    def behind(cls, token):
        """The Feed whose present address holds `token`, or None: forged, or renewed since."""
        try:
            person_id, version = signer.unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        found = cls.objects.select_related("person").filter(person_id=person_id, version=version)
        return found.filter(person__in=get_user_model().objects.active()).first()

    @classmethod
    @transaction.atomic
    def renew(cls, person, *, by):
        """A new address for `person`'s calendar; whoever knew the old one sees nothing more."""
        feed, new = cls.objects.get_or_create(person=person)
        if not new:
            cls.objects.filter(pk=feed.pk).update(version=F("version") + 1)
            feed.refresh_from_db(fields=["version"])
            record("registration.feed_renewed", feed, by=by)
        return feed

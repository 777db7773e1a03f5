"""A person's own feed: an address that only they know, and that they can take back."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

USED_EVERY = timedelta(hours=1)  # how exactly it is known when a feed was last fetched
_SALT = "forums.reading.feed"


def _hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _token(seed, key):
    digest = salted_hmac(_SALT, seed, secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


class FeedToken(models.Model):
    """The key to one person's feed. The row holds a seed and the token's hash: the token itself is made of the seed
    and the portal's secret, so its owner can look it up, and who reads the table alone cannot."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_token", verbose_name=_("person")
    )
    seed = models.CharField(max_length=64, editable=False)
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    used_at = models.DateTimeField(_("last fetched"), null=True, blank=True)

    class Meta:
        verbose_name = _("address of an own feed")
        verbose_name_plural = _("addresses of own feeds")

    def __str__(self):
        return f"feed of {self.person}"

    @classmethod
    def behind(cls, token):
        """The FeedToken whose address holds `token`, or None: never was, taken back, or its owner may not sign in."""
        found = cls.objects.select_related("person").filter(hashed=_hashed(token))
        return found.filter(person__in=get_user_model().objects.active()).first()

    @classmethod
    @transaction.atomic
    def make(cls, person, *, anew=False):
        """The FeedToken of `person`; done twice, there is one. With `anew` it gets another address, and the one
        before leads nowhere."""
        seed = secrets.token_hex(16)
        fresh = {"seed": seed, "hashed": _hashed(_token(seed, settings.SECRET_KEY)), "made_at": timezone.now()}
        kept, is_new = cls.objects.select_for_update().get_or_create(person=person, defaults=fresh)
        if anew and not is_new:
            for name, value in (fresh | {"used_at": None}).items():
                setattr(kept, name, value)
            kept.save(update_fields=["seed", "hashed", "made_at", "used_at"])
        if anew or is_new:
            record("reading.feed_made", kept, by=person)
        return kept

    @classmethod
    @transaction.atomic
    def take_back(cls, person):
        """Let the address lead nowhere. Done twice, it is gone."""
        kept = cls.objects.select_for_update().filter(person=person).first()
        if kept:
            record("reading.feed_taken_back", kept, by=person)
            kept.delete()

    @property
    def address(self):
        """Its path, for its owner's eyes; "" where the portal's secret of that day is not kept any more."""
        for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
            token = _token(self.seed, key)
            if secrets.compare_digest(_hashed(token), self.hashed):
                return reverse("forums:own_feed", args=[token])
        return ""

    def note_use(self, now=None):
        """Remember that it was fetched, to the hour: not a write for every time a program asks."""
        now = now or timezone.now()
        before = Q(used_at=None) | Q(used_at__lt=now - USED_EVERY)
        FeedToken.objects.filter(before, pk=self.pk, hashed=self.hashed).update(used_at=now)

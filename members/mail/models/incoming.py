"""Mail that came in: kept as it came first, then worked through, once."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

MOST_ATTEMPTS = 5
KEPT_DAYS = 30  # what came, word for word
FORMER = 20  # of a person's keys that were taken back


class IncomingQuerySet(models.QuerySet):
    def due(self, now):
        return self.filter(state=Incoming.WAITING, due_at__lte=now).order_by("due_at", "pk")

    @transaction.atomic
    def claim(self, now):
        """The pk of one that is due, or None. An attempt is counted before it is made: what kills its worker each time
        comes to an end too."""
        row = self.due(now).select_for_update(skip_locked=True).defer("raw").first()
        if row is None:
            return None
        row.attempts += 1
        row.due_at = now + timedelta(minutes=2**row.attempts)
        row.save(update_fields=["attempts", "due_at"])
        return row.pk

    def give_up(self, now):
        """Show staff what never came to an end."""
        hopeless = self.due(now).filter(attempts__gte=MOST_ATTEMPTS)
        return hopeless.update(state=Incoming.FAILED, reason=_("It was begun five times and never finished."))

    def from_sender_since(self, sender, moment):
        return self.filter(sender=sender, received_at__gt=moment)

    def forget_words(self, now=None):
        """Let go of what came a month ago, word for word; that it came stays known. Returns how many."""
        before = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
        return self.filter(received_at__lt=before).exclude(raw=None).update(raw=None, subject="")


class Incoming(models.Model):
    """One mail to one of the portal's addresses.

    All that comes of it is written in the transaction that settles it, so that a worker that dies leaves it as it was.
    """

    WAITING, TAKEN, REFUSED, DROPPED, FAILED = "waiting", "taken", "refused", "dropped", "failed"
    STATES = [
        (WAITING, _("waiting")),
        (TAKEN, _("taken")),
        (REFUSED, _("refused, and answered")),
        (DROPPED, _("dropped without an answer")),
        (FAILED, _("failed")),
    ]
    AGAIN = [REFUSED, DROPPED, FAILED]  # what staff may have worked through once more

    message_id = models.CharField(max_length=250)
    to = models.CharField(max_length=320, blank=True)  # the address of ours
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    source = models.CharField(_("came by"), max_length=20, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    raw = models.BinaryField(null=True, help_text=_("As it came; for a month."))

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("of")
    )
    thing = models.CharField(_("to a"), max_length=20, blank=True)
    url = models.CharField(max_length=250, blank=True, help_text=_("What became of it."))

    state = models.CharField(_("state"), max_length=10, choices=STATES, default=WAITING)
    reason = models.TextField(_("why"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    is_let_through = models.BooleanField(default=False, help_text=_("Staff said that a person wrote it."))
    received_at = models.DateTimeField(_("came"), default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["message_id", "to"], name="incoming_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "taken", "refused", "dropped", "failed"]), name="incoming_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="incoming_due", condition=Q(state="waiting")),
            models.Index(fields=["sender", "received_at"], name="incoming_of_sender"),
            models.Index(fields=["received_at"], name="incoming_words_kept", condition=Q(raw__isnull=False)),
        ]

    def __str__(self):
        return self.sender or self.message_id

    def settle(self, state, reason="", *, url="", now=None):
        """Say what became of it."""
        self.state, self.reason, self.url = state, str(reason), url[:250]
        self.settled_at = now or timezone.now()
        self.save(update_fields=["state", "reason", "url", "settled_at", "person", "thing"])

    @transaction.atomic
    def try_again(self, *, by):
        """Work through it once more, where its words are still kept. Returns whether it waits now."""
        return self._wait_again(by, "mail.incoming_retried")

    @transaction.atomic
    def let_through(self, *, by):
        """A person wrote it, staff say: what looks like a machine's is taken all the same. Whose address it is, and
        what they may, is asked as ever."""
        return self._wait_again(by, "mail.incoming_let_through", is_let_through=True)

    def _wait_again(self, by, action, **changes):
        rows = Incoming.objects.filter(pk=self.pk, state__in=self.AGAIN).exclude(raw=None)
        changed = rows.update(state=self.WAITING, reason="", attempts=0, due_at=timezone.now(), **changes)
        if changed:
            record(action, self, by=by)
        return bool(changed)


class WritingKey(models.Model):
    """What makes the addresses of one person theirs, once they have made them anew; before that there is none."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    seed = models.CharField(max_length=32, editable=False)
    former = ArrayField(models.CharField(max_length=32), default=list, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("key of addresses")
        verbose_name_plural = _("keys of addresses")

    def __str__(self):
        return f"addresses of {self.person}"

    @classmethod
    @transaction.atomic
    def make_anew(cls, person, *, now=None):
        """Every address this person was given leads nowhere from now on; what is sent to one is answered with that."""
        now = now or timezone.now()
        about = {"seed": secrets.token_hex(12), "made_at": now}
        key, is_new = cls.objects.select_for_update().get_or_create(person=person, defaults=about)
        if not is_new:
            key.former = [key.seed, *key.former][:FORMER]
            key.seed, key.made_at = about["seed"], now
            key.save(update_fields=["seed", "former", "made_at"])
        record("mail.addresses_made", key, by=person)
        return key

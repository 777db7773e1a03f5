"""The outbox: letters, each asked for in the transaction of what it tells."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .. import outcomes
from ..kinds import kind_named, known_kind, label_of
from ..senders import sending_host
from ..wording import words_of
from .bounces import Bounce
from .choices import stop_token
from .waiting import MailQuerySet


class NotPossible(Exception):
    """What staff ask of a letter cannot be done with it; the words say why."""


class Mail(models.Model):
    """A letter: asked for in the transaction of what it tells, sent by a worker afterwards."""

    QUEUED, SENDING, SENT, RETRYING = "queued", "sending", "sent", "retrying"
    UNKNOWN, FAILED, BOUNCED, WITHHELD = "unknown", "failed", "bounced", "withheld"
    STATES = [
        (QUEUED, _("waiting")),
        (SENDING, _("on its way")),
        (SENT, _("sent")),
        (RETRYING, _("will be tried again")),
        (UNKNOWN, _("unknown: the mail server never answered")),
        (FAILED, _("failed")),
        (BOUNCED, _("came back")),
        (WITHHELD, _("withheld")),
    ]

    key = models.CharField(_("key"), max_length=250, unique=True, help_text=_("Asked for twice, sent once."))
    kind = models.CharField(_("kind"), max_length=80)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("to"),
        db_index=False,  # mail_of_person has it
    )
    address = models.EmailField(_("address"))
    context = models.JSONField(_("what it tells"), default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)
    is_private = models.BooleanField(
        default=False, editable=False, help_text=_("Staff see that it could not be sent, never what it is about.")
    )

    # What it tells of, where the room says so (sights.py); of news each person gets one letter.
    thing = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    thing_id = models.BigIntegerField(null=True, blank=True, editable=False)
    thing_number = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_news = models.BooleanField(default=False, db_default=False, editable=False)
    for_digest = models.BooleanField(
        default=False, db_default=False, editable=False, help_text=_("Goes into the weekly letter instead.")
    )

    state = models.CharField(_("state"), max_length=10, choices=STATES, default=QUEUED)
    reason = models.TextField(_("why"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    provider_id = models.CharField(max_length=150, blank=True, default="", db_default="", editable=False)
    address_failed = models.BooleanField(
        default=False, db_default=False, editable=False, help_text=_("It came back, or was withheld for its address.")
    )
    texts_removed_at = models.DateTimeField(_("texts removed"), null=True, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sending", "sent", "retrying", "unknown", "failed", "bounced", "withheld"]
                ),
                name="mail_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_mail_has_its_moment"
            ),
            models.UniqueConstraint(
                fields=["to", "thing", "thing_id", "thing_number"],
                condition=Q(is_news=True),
                name="one_letter_of_news",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"], name="mail_due", condition=Q(state__in=["queued", "retrying"])
            ),
            models.Index(fields=["claimed_at"], name="mail_sending", condition=Q(state="sending")),
            models.Index(fields=["to", "-id"], name="mail_of_person"),
            models.Index(fields=["kind", "created_at"], name="mail_with_texts", condition=Q(texts_removed_at=None)),
            models.Index(fields=["created_at"], name="mail_by_age"),
            models.Index(fields=["sent_at"], name="mail_sent_lately", condition=Q(state="sent")),
            models.Index(fields=["state", "-id"], name="mail_trouble", condition=Q(state__in=["failed", "unknown"])),
            models.Index(fields=["address"], name="mail_of_address"),
            models.Index(fields=["to"], name="mail_address_failed", condition=Q(address_failed=True)),
            models.Index(fields=["provider_id"], name="mail_at_provider", condition=~Q(provider_id="")),
            models.Index(fields=["to", "created_at"], name="mail_for_digest", condition=Q(for_digest=True)),
        ]

    def __str__(self):
        return self.address if self.is_private else f"{self.title} → {self.address}"

    @property
    def title(self):
        """What staff call it: its subject, but for codes, whose subject may be the code."""
        return self.subject if self.subject and not self.holds_secret else str(label_of(self.kind))

    @property
    def holds_secret(self):
        """Whether who reads it could sign in as somebody else."""
        kind = known_kind(self.kind)
        return kind is None or kind.keep == "codes"

    @property
    def must_arrive(self):
        """Whether it is sent again when nobody knows whether it arrived."""
        kind = known_kind(self.kind)
        return kind is not None and kind.is_required

    @property
    def message_id(self):
        """The same at every attempt, so that a mail server or program can drop a second copy; from the key, and with
        the number by which `of_message` finds it when it comes back."""
        signed = salted_hmac("members.mail.message_id", self.key).hexdigest()
        return f"<{self.pk or 0}.{signed}@{sending_host()}>"

    @classmethod
    def of_message(cls, message_id):
        """The Mail with this Message-ID, or None: also for an identifier that somebody made up."""
        number = message_id.strip().strip("<>").partition(".")[0]
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        mail = cls.objects.filter(pk=int(number)).first()
        return mail if mail and mail.message_id.strip("<>") == message_id.strip().strip("<>") else None

    @cached_property
    def stop_token(self):
        """The word by which this person stops this kind; empty for letters that must arrive."""
        return "" if self.to_id is None or kind_named(self.kind).is_required else stop_token(self.to_id, self.kind)

    @cached_property
    def stop_url(self):
        """Where this kind of letter is stopped without signing in; empty for letters that must arrive."""
        return settings.PORTAL_URL + reverse("mail:stop", args=[self.stop_token]) if self.stop_token else ""

    @cached_property
    def answer_address(self):
        """Where an answer to this letter is taken and posted; "" where it is not."""
        kind = known_kind(self.kind)
        if kind is None or kind.answerable is None or self.to is None:
            return ""
        told = {"thing": self.thing, "thing_id": self.thing_id, "thing_number": self.thing_number}
        return kind.answerable(self.context | told, self.to)

    def render(self):
        """Write the letter from its templates, once: what was sent stays readable, and a retry sends the same."""
        if self.subject:
            return
        self.write()
        self.save(update_fields=["subject", "text", "html"])

    twins = None  # wording.Twins, where others get the same letter

    def write(self, shared=None):
        """Fill subject, text and HTML from the templates of its kind; saves nothing. `shared`: see wording.py."""
        self.subject, self.text, self.html = words_of(self, shared)

    def arrived(self):
        """The mail server took it."""
        self._settle(outcomes.sent(timezone.now()))

    def failed(self, why):
        """The mail server refused it for good."""
        self._settle(outcomes.failed(why))

    def postponed(self, why):
        """Try again later; given up after a day and a half, so that staff see it."""
        self._settle(outcomes.later(why, self.attempts, timezone.now()))

    def went_unanswered(self, why, now):
        """It may have arrived: sent again only when it must arrive (same Message-ID), else shown to staff."""
        self._settle(outcomes.unanswered(why, self.attempts, now, must_arrive=self.must_arrive))

    @transaction.atomic
    def bounced(self, why, *, is_final):
        """It came back. `is_final`: the address takes no letter at all. Told twice, it counts once."""
        changed = Mail.objects.filter(pk=self.pk).exclude(state=self.BOUNCED)
        changed = changed.update(state=self.BOUNCED, reason=why, claimed_at=None, address_failed=True)
        self.refresh_from_db(fields=["state", "reason"])
        if changed or is_final:
            Bounce.meet(self.address, why, is_final=is_final)
        return bool(changed)

    @transaction.atomic
    def retry(self, *, by):
        """Staff ask for another attempt of a letter that failed, came back, is unknown or was withheld; it goes to the
        address the person has now. Done twice, once. Raises NotPossible where its text is gone."""
        if self.texts_removed_at:
            raise NotPossible(_("Its text has been removed, so there is nothing left to send."))
        stayed = [self.FAILED, self.UNKNOWN, self.WITHHELD, self.BOUNCED]
        address = self.to.email if self.to and not self.holds_secret else self.address
        changed = Mail.objects.filter(pk=self.pk, state__in=stayed).update(
            state=self.QUEUED,
            due_at=timezone.now(),
            attempts=0,
            reason="",
            claimed_at=None,
            address=address,
            address_failed=False,
        )
        self.refresh_from_db()
        if changed:
            record("mail.retried", self, by=by)
        return bool(changed)

    @transaction.atomic
    def withhold(self, *, by, reason):
        """Staff keep it from leaving. Done twice, once. Raises NotPossible when it has left."""
        changed = Mail.objects.waiting().filter(pk=self.pk)
        changed = changed.update(state=self.WITHHELD, reason=reason, claimed_at=None)
        self.refresh_from_db()
        if changed:
            record("mail.withheld", self, by=by, reason=reason)
        elif self.state != self.WITHHELD:
            raise NotPossible(_("It is not waiting any more: %(state)s.") % {"state": self.get_state_display()})
        return bool(changed)

    @transaction.atomic
    def settle_arrived(self, *, by):
        """Somebody knows that a letter nobody answered for did arrive. Done twice, once."""
        changed = Mail.objects.filter(pk=self.pk, state=self.UNKNOWN)
        changed = changed.update(state=self.SENT, sent_at=self.claimed_at or timezone.now(), reason="")
        self.refresh_from_db()
        if changed:
            record("mail.arrived", self, by=by)
        return bool(changed)

    def _settle(self, outcome):
        """Write an Outcome at once; a worker does it with the beginning of its next letter (ledger.py)."""
        self.state, self.reason = outcome.state, outcome.reason
        self.sent_at, self.due_at = outcome.sent_at or self.sent_at, outcome.due_at or self.due_at
        if outcome.state == self.RETRYING:
            self.claimed_at = None
        self.save(update_fields=["state", "reason", "sent_at", "due_at", "claimed_at"])

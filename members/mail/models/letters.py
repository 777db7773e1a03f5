"""The outbox: letters, each asked for in the transaction of what it tells."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..kinds import kind_named
from .stops import stop_token

STUCK_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 12  # with the pauses below: about a day and a half


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Letters that wait for delivery and whose moment has come, the urgent first."""
        return self.filter(state__in=[Mail.QUEUED, Mail.RETRYING], due_at__lte=now).order_by("priority", "due_at", "id")

    @transaction.atomic
    def settle_stuck(self, now):
        """Decide on letters claimed long ago whose fate nobody wrote down: the worker died in between."""
        stuck = self.filter(state=Mail.SENDING, claimed_at__lte=now - STUCK_AFTER)
        for mail in stuck.select_for_update(skip_locked=True):
            mail.went_unanswered("The worker stopped while sending.")

    @transaction.atomic
    def claim(self, now, most):
        """Take up to `most` due letters for this worker alone; returns them. Committed before any is sent."""
        taken = list(self.due(now).select_for_update(skip_locked=True)[:most])
        for mail in taken:
            mail.state, mail.claimed_at, mail.attempts = Mail.SENDING, now, mail.attempts + 1
        self.bulk_update(taken, ["state", "claimed_at", "attempts"])
        return taken


class Mail(models.Model):
    """A letter: asked for in the transaction of what it tells, sent by a worker afterwards."""

    QUEUED, SENDING, SENT, RETRYING = "queued", "sending", "sent", "retrying"
    UNKNOWN, FAILED, WITHHELD = "unknown", "failed", "withheld"
    STATES = [
        (QUEUED, _("waiting")),
        (SENDING, _("on its way")),
        (SENT, _("sent")),
        (RETRYING, _("will be tried again")),
        (UNKNOWN, _("unknown: the mail server never answered")),
        (FAILED, _("failed")),
        (WITHHELD, _("withheld")),
    ]

    key = models.CharField(_("key"), max_length=250, unique=True, help_text=_("Asked for twice, sent once."))
    kind = models.CharField(_("kind"), max_length=80)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="mails", verbose_name=_("to")
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

    state = models.CharField(_("state"), max_length=10, choices=STATES, default=QUEUED)
    reason = models.TextField(_("why"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outbox")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "retrying", "unknown", "failed", "withheld"]),
                name="mail_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_mail_has_its_moment"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"], name="mail_due", condition=Q(state__in=["queued", "retrying"])
            ),
            models.Index(fields=["claimed_at"], name="mail_sending", condition=Q(state="sending")),
            models.Index(fields=["to", "-id"], name="mail_of_person"),
        ]

    def __str__(self):
        return self.address if self.is_private else f"{self.subject or self.kind} → {self.address}"

    @property
    def message_id(self):
        """The same at every attempt, so that a mail server or program can drop a second copy."""
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{salted_hmac('members.mail.message_id', self.key).hexdigest()}@{host}>"

    @property
    def stop_url(self):
        """Where this kind of letter is stopped without signing in; empty for letters that must arrive."""
        if self.to_id is None or kind_named(self.kind).is_required:
            return ""
        return settings.PORTAL_URL + reverse("mail:stop", args=[stop_token(self.to_id, self.kind)])

    def render(self):
        """Write the letter from its templates, once: what was sent stays readable, and a retry sends the same."""
        if self.subject:
            return
        kind = kind_named(self.kind)
        context = self.context | {
            "to": self.to,
            "reason": kind.reason,
            "stop_url": self.stop_url,
            "site_name": settings.PORTAL_NAME,
            "portal_url": settings.PORTAL_URL,
        }
        room, name = self.kind.rsplit("/", 1)
        self.subject = " ".join(render_to_string(f"{room}/mail/{name}.subject.txt", context).split())[:250]
        self.text = render_to_string(f"{room}/mail/{name}.txt", context).strip() + "\n"
        self.html = render_to_string(f"{room}/mail/{name}.html", context)
        self.save(update_fields=["subject", "text", "html"])

    def arrived(self):
        """The mail server took it."""
        self._settle(self.SENT, sent_at=timezone.now())

    def failed(self, why):
        """The mail server refused it for good."""
        self._settle(self.FAILED, reason=why)

    def postponed(self, why):
        """Try again: after 1, 2, 4 … minutes, at most 6 hours apart, then give up so that staff see it."""
        if self.attempts >= MOST_ATTEMPTS:
            self.failed(why)
            return
        pause = min(timedelta(minutes=2 ** (self.attempts - 1)), timedelta(hours=6))
        self._settle(self.RETRYING, reason=why, due_at=timezone.now() + pause)

    def went_unanswered(self, why):
        """It may have arrived: sent again only when it must arrive (same Message-ID), else shown to staff."""
        if kind_named(self.kind).is_required:
            self.postponed(why)
        else:
            self._settle(self.UNKNOWN, reason=why)

    @transaction.atomic
    def retry(self, *, by):
        """Staff ask for another attempt of a letter that failed, is unknown or was withheld. Done twice, once."""
        changed = Mail.objects.filter(pk=self.pk, state__in=[self.FAILED, self.UNKNOWN, self.WITHHELD]).update(
            state=self.QUEUED, due_at=timezone.now(), attempts=0, reason=""
        )
        self.refresh_from_db()
        if changed:
            record("mail.retried", self, by=by)
        return bool(changed)

    def _settle(self, state, **changes):
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *changes])

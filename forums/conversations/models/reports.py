"""Reports: the one way by which staff come to see a message, with the five before it."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions import markdown
from members.audit.log import record
from members.mail.notices import tell

from .messages import Message

CONTEXT = 5  # messages before the reported one


class MessageReportQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(settled_at=None)


class MessageReport(models.Model):
    REASONS = [
        ("unkind", _("It is unkind or threatening")),
        ("selling", _("It sells or advertises")),
        ("deceit", _("It deceives, or asks for money or passwords")),
        ("harassment", _("It goes on although I asked for it to stop")),
        ("other", _("Something else")),
    ]
    FINE, WITHDRAWN, SPOKEN, SUSPENDED = "fine", "withdrawn", "spoken", "suspended"
    OUTCOMES = [
        (FINE, _("It may stay")),
        (WITHDRAWN, _("The message was taken away")),
        (SPOKEN, _("We spoke to whoever wrote it, and the message was taken away")),
        (SUSPENDED, _("The account was suspended, and the message was taken away")),
    ]

    message = models.ForeignKey(Message, models.CASCADE, related_name="reports", verbose_name=_("message"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="message_reports", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=REASONS)
    note = models.TextField(_("in their words"), blank=True, max_length=1000)
    # As it stood when it was reported: an edit or taking it back does not undo that.
    body = models.TextField(_("what was reported"))
    at = models.DateTimeField(_("reported"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    outcome = models.CharField(_("what came of it"), max_length=12, choices=OUTCOMES, blank=True)
    settled_note = models.CharField(_("why"), max_length=250, blank=True)

    objects = MessageReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported message")
        verbose_name_plural = _("reported messages")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "by"], name="one_report_per_person"),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="") | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="settled_reports_say_how",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="report_waiting", condition=Q(settled_at=None))]

    def __str__(self):
        return f"report {self.pk}: {self.get_reason_display()}"

    @property
    def is_waiting(self):
        return self.settled_at is None

    @property
    def html(self):
        return markdown.render(self.body)

    @property
    def files(self):
        return self.message.files_sent.select_related("file")

    def context(self):
        """Up to five messages before it, the earliest first: only those whoever reported it can see themselves."""
        seen = self.message.conversation.participants.filter(person=self.by_id).values_list("first_number", flat=True)
        first = max(self.message.number - CONTEXT, seen.first() or self.message.number)
        return self.message.conversation.messages.between(first, self.message.number - 1).select_related("author")

    @transaction.atomic
    def settle(self, *, by, outcome, reason, now=None):
        """Say what came of it, and tell whoever reported. Done twice, the first word stays.

        Every outcome but "it may stay" takes the message away.
        """
        settled = {"settled_at": now or timezone.now(), "settled_by": by, "outcome": outcome, "settled_note": reason}
        changed = MessageReport.objects.waiting().filter(pk=self.pk).update(**settled)
        self.refresh_from_db(fields=[*settled])
        if not changed:
            return False
        if outcome != self.FINE:
            self.message.empty(by=by, now=now)
        record("conversations.report_settled", self, by=by, outcome=outcome, reason=reason)
        words = (
            _now("We have looked at the message you reported: it may stay. You can block whoever wrote it.")
            if outcome == self.FINE
            else _now("We have looked at the message you reported, and it is gone. Thank you for telling us.")
        )
        url = self.message.get_absolute_url()
        tell(self.by, "forums/conversations/settled", headline=words, url=url, key=f"report:{self.pk}:settled:once")
        return True

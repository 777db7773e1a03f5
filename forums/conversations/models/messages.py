"""Messages: what somebody said in a conversation, with its HTML stored beside its source."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions import markdown
from members.audit.log import record

from ..refusals import NotAllowed


class MessageQuerySet(models.QuerySet):
    def between(self, first, last):
        """Messages with numbers from `first` to `last`: an index range, at any length of conversation."""
        return self.filter(number__range=(first, last)).order_by("number")


class Message(models.Model):
    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    body = models.TextField(blank=True)
    html = models.TextField(blank=True, editable=False)
    render_version = models.PositiveSmallIntegerField(default=0, editable=False)
    excerpt = models.CharField(max_length=250, blank=True, editable=False)
    reply_to_number = models.PositiveIntegerField(null=True)
    has_files = models.BooleanField(default=False, editable=False)  # spares pages a look for what is seldom there
    token = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="message_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="message_numbers_start_at_1"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(body="", html="", excerpt=""), name="withdrawn_words_are_gone"
            ),
        ]
        indexes = [models.Index(fields=["author", "created_at"], name="message_pace")]

    def __str__(self):
        # Without its words: this stands in the record, which staff read.
        return f"message {self.number} of conversation {self.conversation_id}"

    def get_absolute_url(self):
        return reverse("conversations:message", args=[self.conversation_id, self.number])

    @property
    def anchor(self):
        return f"message-{self.number}"

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    def can_be_withdrawn_by(self, person):
        return person.pk == self.author_id and not self.is_withdrawn

    def render(self):
        """Fill `html` and `excerpt` from `body`; saves nothing."""
        self.html = markdown.render(self.body)
        self.excerpt = markdown.excerpt(self.html)
        self.render_version = markdown.RENDER_VERSION

    @transaction.atomic
    def edit(self, *, by, body, now=None):
        """Replace the text. Saving the same text changes nothing.

        Raises NotAllowed where `by` did not write it or has left, and another Refused where they could write nothing
        new either: a changed question would be a second one.
        """
        conversation = self._locked()
        me, others = conversation.people_for(by)
        if not self.can_be_withdrawn_by(by) or me is None or not me.is_joined:
            raise NotAllowed(_now("This message cannot be changed any more."))
        if refusal := conversation.refusal_for(by, me, others):
            raise refusal
        if body == self.body:
            return
        self.body, self.edited_at = body, now or timezone.now()
        self.render()
        self.save(update_fields=["body", "html", "render_version", "excerpt", "edited_at"])
        conversation.retell(self)
        record("conversations.message_edited", self, by=by)

    @transaction.atomic
    def withdraw(self, *, by, now=None):
        """Take the words back: they are gone for everybody; the number stays. Done twice, the first moment stays.

        Raises NotAllowed where `by` did not write it; a settled report withdraws for its author (see MessageReport).
        """
        if by.pk != self.author_id:
            raise NotAllowed(_now("Only whoever wrote a message takes it back."))
        self.empty(by=by, now=now)

    @transaction.atomic
    def empty(self, *, by, now=None):
        """The words go, whoever asks, and the files; `withdraw` and a settled report use it.

        Files of what was reported stay for the staff who look at it, and for nobody else.
        """
        conversation = self._locked()
        if self.is_withdrawn:
            return
        self.body = self.html = self.excerpt = ""
        self.withdrawn_at = now or timezone.now()
        self.save(update_fields=["body", "html", "excerpt", "withdrawn_at"])
        if not self.reports.exists():
            for sent in self.files_sent.select_related("file"):
                sent.file.discard(by=by)
        conversation.retell(self)
        record("conversations.message_withdrawn", self, by=by)

    @transaction.atomic
    def report(self, *, by, reason, note="", now=None):
        """Show this one message to staff; returns the MessageReport. By the same person again it stays one.

        Raises NotAllowed for one's own, for what was taken back, and where `by` cannot see it.
        """
        from .reports import MessageReport

        conversation = self._locked()
        me = conversation.participants.seeing().of(by).first()
        if me is None or not me.can_see(self) or by.pk == self.author_id or self.is_withdrawn:
            raise NotAllowed(_now("This message cannot be reported."))
        report, new = MessageReport.objects.get_or_create(
            message=self,
            by_id=by.pk,
            defaults={"reason": reason, "note": note, "body": self.body, "at": now or timezone.now()},
        )
        if new:
            record("conversations.reported", report, by=by, reason=reason)
        return report

    def _locked(self):
        """The conversation, its row locked, and this message as it is now."""
        conversation = type(self.conversation).objects.select_for_update().get(pk=self.conversation_id)
        self.refresh_from_db(fields=["body", "html", "excerpt", "edited_at", "withdrawn_at"])
        return conversation

"""The way of an article from its draft to its readers: states, the steps between them, and who was told."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .. import conversation, news
from ..editors import is_editor, may_write
from .remarks import Remark


class NotNow(Exception):
    """The article does not stand where this step begins; says so in a sentence."""


class NotAllowed(Exception):
    """This person may not do that with it."""


class Staged(models.Model):
    """Where an article stands. `WAYS` are all the steps there are."""

    DRAFT, REVIEW, CHANGES, DECLINED = "draft", "review", "changes", "declined"
    SCHEDULED, PUBLISHED, RETIRED = "scheduled", "published", "retired"
    STATES = [
        (DRAFT, _("draft")),
        (REVIEW, _("with the editors")),
        (CHANGES, _("changes asked for")),
        (DECLINED, _("not taken")),
        (SCHEDULED, _("has its hour")),
        (PUBLISHED, _("published")),
        (RETIRED, _("retired")),
    ]
    WAYS = {
        DRAFT: {REVIEW, SCHEDULED, PUBLISHED},
        REVIEW: {DRAFT, CHANGES, DECLINED, SCHEDULED, PUBLISHED},
        CHANGES: {REVIEW, DECLINED, SCHEDULED, PUBLISHED},
        DECLINED: {CHANGES},
        SCHEDULED: {DRAFT, REVIEW, CHANGES, SCHEDULED, PUBLISHED},
        PUBLISHED: {RETIRED},
        RETIRED: {PUBLISHED},
    }

    state = models.CharField(_("state"), max_length=10, choices=STATES, default=DRAFT, editable=False)
    submitted_at = models.DateTimeField(_("sent to the editors"), null=True, editable=False)
    due_at = models.DateTimeField(_("comes out at"), null=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_reason = models.CharField(_("why it was retired"), max_length=250, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self):
        """Whether somebody may read it now."""
        return self.published_at is not None and self.retired_at is None

    @property
    def was_taken_back(self):
        """Whether its author sent it in and took it back: then it is theirs alone again."""
        return self.state == self.DRAFT and self.submitted_at is not None

    def can_be_taken_back_by(self, person):
        """The author, as long as nobody reads it."""
        return person.pk == self.author_id and self.state in (self.REVIEW, self.SCHEDULED) and bool(self.submitted_at)

    def can_be_reworked_by(self, person):
        """The author, while it lies with them; who is no member any more reads it still."""
        return person.pk == self.author_id and self.state in (self.DRAFT, self.CHANGES) and may_write(person)

    def can_be_edited_by(self, person):
        """Its author while it lies with them; the editors always, but for what was taken back or turned down."""
        if self.can_be_reworked_by(person):
            return True
        closed = self.was_taken_back or self.state in (self.DECLINED, self.RETIRED)
        return not closed and is_editor(person)

    def can_be_decided_by(self, person):
        """The editors, on what somebody else wrote."""
        return person.pk != self.author_id and not self.was_taken_back and not self.is_public and is_editor(person)

    @transaction.atomic
    def submit(self, *, by, words="", now=None):
        """Send it to the editors. Done twice, the first counts. Raises NotAllowed, and NotNow."""
        self._lock()
        if self.state == self.REVIEW:
            return
        if by.pk != self.author_id or not may_write(by):
            raise NotAllowed
        if self.state not in (self.DRAFT, self.CHANGES):
            raise NotNow(self.standing)
        self._go(self.REVIEW)
        self.submitted_at = now or timezone.now()
        self.save(update_fields=["state", "submitted_at"])
        self._say(Remark.SENT, by=by, words=words, at=self.submitted_at)
        record("articles.sent", self, by=by)
        news.tell_editors(self, words=words)

    @transaction.atomic
    def take_back(self, *, by):
        """Have it for oneself again. Done twice, nothing changes. Raises NotAllowed, and NotNow."""
        self._lock()
        if self.was_taken_back:
            return
        if by.pk != self.author_id:
            raise NotAllowed
        if not self.can_be_taken_back_by(by):
            raise NotNow(self.standing)
        self._go(self.DRAFT)
        self.due_at = self.scheduled_by = None
        self.save(update_fields=["state", "due_at", "scheduled_by"])
        self._say(Remark.TAKEN_BACK, by=by)
        record("articles.taken_back", self, by=by)

    @transaction.atomic
    def ask_changes(self, *, by, words, based_on=None):
        """Give it back to its author, with what to change."""
        self._decide(self.CHANGES, Remark.CHANGES, by=by, words=words, based_on=based_on)

    @transaction.atomic
    def decline(self, *, by, words, based_on=None):
        """Not take it, with the reason. The editors may still ask for changes later."""
        self._decide(self.DECLINED, Remark.DECLINED, by=by, words=words, based_on=based_on)

    @transaction.atomic
    def schedule(self, at, *, by, words="", based_on=None):
        """Have it published at the moment `at`, or at another than before. Raises NotNow, Outdated."""
        self._lock()
        if self.state == self.SCHEDULED and self.due_at == at:
            return
        self._check_version(based_on)
        self._refuse_taken_back()
        self._go(self.SCHEDULED)
        self.due_at, self.scheduled_by = at, by
        self.save(update_fields=["state", "due_at", "scheduled_by"])
        self._say(Remark.SCHEDULED, by=by, words=words)
        record("articles.scheduled", self, by=by, at=at.isoformat())
        news.tell_author(self, "scheduled", by=by, words=words)

    @transaction.atomic
    def unschedule(self, *, by):
        """Take its hour away: it waits for the editors again, or is the draft it was. Done twice, nothing changes."""
        self._lock()
        if self.state != self.SCHEDULED:
            return
        self._go(self.REVIEW if self.submitted_at else self.DRAFT)
        self.due_at = self.scheduled_by = None
        self.save(update_fields=["state", "due_at", "scheduled_by"])
        self._say(Remark.UNSCHEDULED, by=by)
        record("articles.unscheduled", self, by=by)

    @transaction.atomic
    def publish(self, *, by, words="", based_on=None, now=None):
        """Let its audience read it, also again after it was retired, and open the conversation about it.

        Done twice, the first moment stays. Raises NotNow, and Outdated where it is not version `based_on` any more.
        """
        self._lock()
        if self.is_public:
            return
        self._check_version(based_on)
        self._refuse_taken_back()
        self._go(self.PUBLISHED)
        is_new = self.published_at is None
        if is_new:
            self.published_at, self.published_by = now or timezone.now(), by
            self.first_public_number = self.version_number
        self.due_at = self.scheduled_by = self.retired_at = self.retired_by = None
        self.retired_reason = ""
        columns = ["state", "due_at", "scheduled_by", "published_at", "published_by", "first_public_number"]
        self.save(update_fields=[*columns, "retired_at", "retired_by", "retired_reason"])
        record("articles.published", self, by=by)
        conversation.open_about(self, by=by, now=now)
        if is_new and self.submitted_at:
            self._say(Remark.PUBLISHED, by=by, words=words)
        if is_new:
            news.tell_author(self, "published", by=by, words=words)

    @transaction.atomic
    def retire(self, *, by, reason, now=None):
        """Take it out of the portal; its versions stay, and so does what was said about it. Done twice, the first
        reason stays."""
        self._lock()
        if not self.is_public:
            return
        self._go(self.RETIRED)
        self.retired_at, self.retired_by, self.retired_reason = now or timezone.now(), by, reason
        self.save(update_fields=["state", "retired_at", "retired_by", "retired_reason"])
        record("articles.retired", self, by=by, reason=reason)

    @property
    def standing(self):
        """Where it stands, as a sentence for whoever wanted something else."""
        return {
            self.DRAFT: _now("It lies with its author."),
            self.REVIEW: _now("It waits for the editors."),
            self.CHANGES: _now("It lies with its author, who was asked for changes."),
            self.DECLINED: _now("The editors have said no to it."),
            self.SCHEDULED: _now("It has its hour already."),
            self.PUBLISHED: _now("It is published already."),
            self.RETIRED: _now("It is retired."),
        }[self.state]

    def _decide(self, state, step, *, by, words, based_on):
        self._lock()
        last = self.remarks.last()
        if last and self.state == state and (last.step, last.by_id, last.words) == (step, by.pk, words):
            return  # the button was pressed twice
        self._check_version(based_on)
        self._refuse_taken_back()
        self._go(state)
        self.due_at = self.scheduled_by = None
        self.save(update_fields=["state", "due_at", "scheduled_by"])
        self._say(step, by=by, words=words)
        record(f"articles.{'declined' if state == self.DECLINED else 'given_back'}", self, by=by, words=words[:250])
        news.tell_author(self, state, by=by, words=words)

    def _go(self, state):
        if state not in self.WAYS[self.state]:
            raise NotNow(self.standing)
        self.state = state

    def _refuse_taken_back(self):
        if self.was_taken_back:
            raise NotNow(_now("Its author took it back."))

    def _say(self, step, *, by, words="", at=None):
        self.remarks.create(step=step, by=by, words=words, at=at or timezone.now())


# The state says in a word what the moments say; neither can say another thing.
AGREES = (
    Q(state__in=["draft", "review", "changes", "declined"], published_at=None, retired_at=None, due_at=None)
    | Q(state="scheduled", published_at=None, retired_at=None, due_at__isnull=False)
    | Q(state="published", published_at__isnull=False, retired_at=None, due_at=None)
    | Q(state="retired", published_at__isnull=False, retired_at__isnull=False, due_at=None)
)

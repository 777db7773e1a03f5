"""How a topic stands: first on its board, closed, hidden, open to everyone's improvements."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..signals import topic_closed, topic_hidden, topic_reopened, topic_restored
from .boards import Board

MOST_PINNED = 3  # on one board


class Closed(Exception):
    """The topic takes no more replies, or not of this person now."""


class TooManyPinned(Exception):
    """More would stand first than anybody reads; says so in a sentence."""

    def __str__(self):
        words = _("%(most)s topics stand first on this board already. Take one off before.")
        return words % {"most": MOST_PINNED}


class Standing:
    """The verbs of it. Who began a topic without a name closes it without one too (`masked`)."""

    @property
    def is_pinned(self):
        """Whether it stands first on its board now; a pin with an end needs nobody to take it away."""
        return self.pinned_at is not None and (self.pinned_until is None or self.pinned_until > timezone.now())

    @transaction.atomic
    def pin(self, *, by, until=None, now=None):
        """Stand first on its board, until the moment `until` or until somebody takes it off.

        Raises TooManyPinned when MOST_PINNED others are pinned on that board.
        """
        now = now or timezone.now()
        Board.objects.select_for_update().get(pk=self.board_id)  # two pins at once are counted one after the other
        if self.board.topics.pinned(now).exclude(pk=self.pk).count() >= MOST_PINNED:
            raise TooManyPinned
        changed = not self.is_pinned or self.pinned_until != until
        self.pinned_at, self.pinned_until = (self.pinned_at if self.is_pinned else now), until
        self.save(update_fields=["pinned_at", "pinned_until"])
        if changed:
            record("discussions.pinned", self, by=by, until=until and until.isoformat())

    @transaction.atomic
    def unpin(self, *, by):
        """Stand among the others again."""
        changed = self._mine.filter(pinned_at__isnull=False).update(pinned_at=None, pinned_until=None)
        self.refresh_from_db(fields=["pinned_at", "pinned_until"])
        if changed:
            record("discussions.unpinned", self, by=by)

    @transaction.atomic
    def let_everyone_edit(self, allowed, *, by):
        """Allow, or no longer allow, everyone who may write here to improve the first post."""
        changed = self._mine.exclude(everyone_edits=allowed).update(everyone_edits=allowed)
        self.everyone_edits = allowed
        if changed:
            action = "discussions.opened_to_edits" if allowed else "discussions.closed_to_edits"
            record(action, self, by=self.masked(by))

    @property
    def is_locked(self):
        """Whether a moderator closed it, and said why."""
        return self.closed_at is not None and bool(self.closed_why)

    @transaction.atomic
    def close(self, *, by, reason="", now=None):
        """Take no more replies. Done twice, the first moment stays.

        With a `reason`, which everyone reads below the posts, only moderators open it again.
        """
        by = self.masked(by)
        about = {"closed_at": now or timezone.now(), "closed_by": by, "closed_why": reason}
        changed = self._mine.filter(closed_at=None).update(**about)
        if not changed and reason:  # its author has closed it before
            changed = self._mine.filter(closed_why="").update(closed_why=reason, closed_by=by)
        self.refresh_from_db(fields=list(about))
        if changed:
            record("discussions.closed", self, by=by, **({"reason": reason} if reason else {}))
            topic_closed.send(sender=type(self), topic=self)

    @transaction.atomic
    def reopen(self, *, by):
        """Take replies again."""
        reopened = {"closed_at": None, "closed_by": None, "closed_why": ""}
        changed = self._mine.filter(closed_at__isnull=False).update(**reopened)
        self.refresh_from_db(fields=list(reopened))
        if changed:
            record("discussions.reopened", self, by=self.masked(by))
            topic_reopened.send(sender=type(self), topic=self)

    @transaction.atomic
    def hide(self, *, by, reason="", now=None):
        """Keep the topic from everyone but moderators. Done twice, the first moment stays."""
        changed = self._mine.filter(hidden_at=None).update(hidden_at=now or timezone.now(), hidden_by=by)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.hidden", self, by=by, reason=reason)
            topic_hidden.send(sender=type(self), topic=self)

    @transaction.atomic
    def restore(self, *, by, reason=""):
        """Show a hidden topic again; what became a part of another stays there."""
        changed = self._mine.filter(hidden_at__isnull=False, merged_into=None).update(hidden_at=None, hidden_by=None)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.restored", self, by=by, reason=reason)
            topic_restored.send(sender=type(self), topic=self)

    @property
    def _mine(self):
        return type(self).objects.filter(pk=self.pk)

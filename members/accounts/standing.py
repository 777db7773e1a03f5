"""Whether a person may write, and whether they may sign in: until a moment, and then again by itself.

Two columns of the person, who comes with each request, so that asking costs nothing. Who decided it and why stands in
the room that decides; it tells in words what it knows, to the pages that refuse.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record


class Standing(models.Model):
    silenced_until = models.DateTimeField(
        _("silenced until"), null=True, blank=True, editable=False, help_text=_("Reads, and does not write.")
    )
    suspended_until = models.DateTimeField(
        _("suspended until"), null=True, blank=True, editable=False, help_text=_("Does not sign in.")
    )

    class Meta:
        abstract = True

    @property
    def is_silenced(self):
        """Whether they may read, and not write."""
        return self.silenced_until is not None and self.silenced_until > timezone.now()

    @property
    def is_suspended(self):
        """Whether they may not sign in."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @transaction.atomic
    def be_silent_until(self, moment, *, by):
        """Write nothing until `moment`, a datetime; None ends it. Done twice, nothing changes."""
        if self._put("silenced_until", moment):
            record("accounts.silenced", self, by=by, until=moment.isoformat() if moment else None)

    @transaction.atomic
    def be_out_until(self, moment, *, by):
        """Do not sign in until `moment`; None ends it. What sessions there are end at once."""
        if self._put("suspended_until", moment):
            if self.is_suspended:
                self._end_sessions()
            record("accounts.suspended", self, by=by, until=moment.isoformat() if moment else None)

    def _put(self, column, moment):
        """Whether it changed."""
        if getattr(self, column) == moment:
            return False
        setattr(self, column, moment)
        self.save(update_fields=[column])
        return True

    def _end_sessions(self):
        """Those that allauth knows of; any other counts for nothing while it lasts (see backend.py)."""
        for session in self.usersession_set.all():
            session.end()


@dataclass(frozen=True)
class Why:
    """What a page says of it: the words the person read, where they read all of it and perhaps object, and whom to
    write to; empty where nobody knows more."""

    words: str = ""
    url: str = ""
    can_object: bool = False
    contact_url: str = ""


_tellers = []


def told_by(tell):
    """Let a room above say more: `tell(person, column)` gives a Why or None, of "silenced_until" or
    "suspended_until"."""
    if tell not in _tellers:
        _tellers.append(tell)


def why(person, column):
    """What is known of why `person` may not write, or sign in."""
    return next(filter(None, (tell(person, column) for tell in _tellers)), Why())

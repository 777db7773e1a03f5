"""The kinds of letters and notices there are. Each room registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

_kinds = {}


class Channel(models.TextChoices):
    """How news of a kind reaches a person; each tells less than the one before."""

    NOW = "now", _("By mail, at once")
    DIGEST = "digest", _("Gathered in my letter")
    NOTICE = "notice", _("Only in the portal")
    NEVER = "never", pgettext_lazy("how news reaches me", "Not at all")


class Group(models.TextChoices):
    """The headings of the table of preferences, in its order."""

    ANSWERS = "answers", _("Answers and replies")
    FOLLOWED = "followed", _("What I follow")
    EVENTS = "events", _("Events")
    MEMBERSHIP = "membership", _("Membership")
    CERTIFICATION = "certification", _("Certification")
    ROLES = "roles", _("For my roles")
    LETTERS = "letters", _("My letters")


BY_MAIL = (Channel.NOW, Channel.DIGEST, Channel.NEVER)  # nothing is told inside the portal
BY_MAIL_AND_NOTICE = (Channel.NOW, Channel.DIGEST, Channel.NOTICE, Channel.NEVER)
BY_NOTICE = (Channel.NOTICE, Channel.NEVER)  # never a letter
LETTER_ONLY = (Channel.NOW, Channel.NEVER)  # nothing to gather: what it asks cannot wait for a weekly letter


def everybody(person):
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of mail: `name` is also the folder and name of its templates ("forums/reading/posted")."""

    name: str
    label: str  # as it stands in the table of preferences
    reason: str  # the sentence in the foot of the letter: why it was sent; true of whoever gets it
    reasons: dict = field(default_factory=dict, hash=False)  # nearer ones, by the `why` of the letter's context
    is_required: bool = False  # sign-in codes and receipts: cannot be stopped, are sent again when in doubt
    priority: int = 5  # 0 leaves first; after an outage codes go before digests
    is_digest: bool = False  # the one that gathers the sections (sections.py)
    attach: Callable | None = None  # of the letter's context; gives the MIME parts that go with it (a calendar entry)
    group: str = Group.LETTERS  # its heading in the table
    concerns: Callable = everybody  # of a Person: whether the table shows it to them
    channel: str = Channel.NOW  # where it goes until the person chooses
    channels: tuple = BY_MAIL  # those that make sense
    quiet: bool = False  # waits for the end of the person's quiet hours
    is_news: bool = False  # tells of what somebody said: one letter a person and thing, none to who has read it
    strength: int = 0  # of two kinds of news of the same thing, the stronger reason is told
    retell: Callable | None = None  # of [(Mail, Person)] that leave now: mends what they tell; {pk: why not}
    burst: int = 500  # more letters of it than this in ten minutes stop and ask staff
    lasts: timedelta | None = None  # after which it is of no use to send it after all (a code); None: it never is
    keep: str = "letters"  # how long its letters stay in the outbox: a name in keeping.py
    answerable: Callable | None = None  # of the letter's context and the Person; the address for Reply-To, or ""
    list_of: Callable | None = None  # of the letter's context; (words, name) for List-Id, where it is not the kind's

    def reason_for(self, context):
        """The sentence for one letter: the nearest its room knows, with words of the `context` where it names them."""
        reason = str(self.reasons.get(context.get("why"), self.reason))
        return reason % context if "%(" in reason else reason

    @property
    def is_mailed(self):
        """Whether there is a letter of this kind at all; the others are told in the portal alone."""
        return Channel.NOW in self.channels

    @property
    def grace(self):
        """How long a letter waits for a reader who is there just now."""
        return GRACE if self.is_news else timedelta()


GRACE = timedelta(minutes=3)


def register(name, **about):
    """Make a kind known. Registering it again replaces it, so that a reload does no harm."""
    _kinds[name] = Kind(name, **about)


def kind_named(name):
    """The Kind called `name`. Raises KeyError with the names there are."""
    try:
        return _kinds[name]
    except KeyError:
        raise KeyError(f"No kind of mail is called {name!r}; there are: {', '.join(sorted(_kinds))}") from None


def known_kind(name):
    """The Kind called `name`, or None: a room may have gone, and its letters are still there."""
    return _kinds.get(name)


def label_of(name):
    """What to call letters of this kind, also of one that is gone."""
    kind = _kinds.get(name)
    return kind.label if kind else name


def all_kinds():
    """Every Kind that is mailed, in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds) if _kinds[name].is_mailed]


def kinds_to_choose():
    """The kinds a person may choose about, told by mail or in the portal alone."""
    return [_kinds[name] for name in sorted(_kinds) if not _kinds[name].is_required]


def digest_kind():
    """The kind that gathers the sections, or None while no room above writes one."""
    return next((kind for kind in all_kinds() if kind.is_digest), None)

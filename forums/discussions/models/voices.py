"""By which words somebody is known who speaks without a name: as many as FEWEST members share, and no more.

A person says in their profile where they work (`PersonContext`). Of role, sector, size and region those stay that at
least FEWEST members who write on the board have in common, the writer among them; at the last it says only that a
member speaks. The words are settled when the post is written and stay with it: a voice keeps its words within a topic,
so that a conversation can be followed, and another voice of the same words gets a number. From one topic to the next
nothing ties them. What market a company serves is left out: it adds more to finding somebody than to understanding
them.

The words are written in the portal's own language, because the writer's would tell of them.
"""

from dataclasses import dataclass
from itertools import combinations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts.audience import Audience
from members.subjects.contexts import Region, Role, Sector, Size
from members.subjects.models import PersonContext

from .behind import Behind

FEWEST = 8  # people whom the words of a voice fit, the writer counted
PARTS = ["role", "sector", "size", "region"]  # in the order they are said, which is that in which they are kept

ROLES = {
    Role.EXECUTIVE: gettext_lazy("executive"),
    Role.DIRECTOR: gettext_lazy("CX director"),
    Role.MANAGER: gettext_lazy("CX manager"),
    Role.SPECIALIST: gettext_lazy("CX specialist"),
    Role.CONSULTANT: gettext_lazy("CX consultant"),
    Role.ACADEMIC: gettext_lazy("teacher or researcher"),
}
ORDINALS = [gettext_lazy("second voice"), gettext_lazy("third voice"), gettext_lazy("fourth voice")]


class NoVoice(Exception):
    """This person cannot speak here without a name; says why in a sentence."""

    NOT_A_MEMBER, NO_CONTEXT, TOO_FEW = "member", "context", "few"

    def __init__(self, why):
        super().__init__(why)
        self.why = why

    def __str__(self):
        return {
            self.NOT_A_MEMBER: _("Members of CXPA can write without their name."),
            self.NO_CONTEXT: _("To write without your name, say where you work first: that stands in its place."),
            self.TOO_FEW: _("Fewer than eight members write here. Without a name you would still be found."),
        }[self.why]


class AnotherVoice(Exception):
    """The words a writer was shown fit too few by now; `voice` is the one that would stand there."""

    def __init__(self, voice):
        super().__init__(voice.words)
        self.voice = voice


@dataclass(frozen=True)
class Voice:
    """How somebody appears: the words, and how many members they fit (None: settled earlier in this topic)."""

    words: str
    fits: int | None = None


def voice_of(person, board, topic=None):
    """The Voice by which `person` would speak in `topic`, or in a new one on `board`. Raises NoVoice. Three queries."""
    if topic is not None and topic.has_nameless and (known := Behind.voice_in(topic, person)):
        return Voice(known)
    if not person.is_member:
        raise NoVoice(NoVoice.NOT_A_MEMBER)
    context = PersonContext.objects.filter(person=person.pk).first()
    if context is None or not any(getattr(context, part) for part in PARTS):
        raise NoVoice(NoVoice.NO_CONTEXT)
    voice = _widened(context, board)
    return voice if topic is None or not topic.has_nameless else _told_apart(voice, topic)


def settled(person, board, topic=None, shown_as=None):
    """The words for a post that is written now. Raises NoVoice, and AnotherVoice where the writer was shown others."""
    voice = voice_of(person, board, topic)
    if shown_as is not None and shown_as != voice.words:
        raise AnotherVoice(voice)
    return voice.words


def _widened(context, board):
    """As many of the parts of `context` as FEWEST people share; one query."""
    said = [part for part in PARTS if getattr(context, part)]
    choices = [some for count in range(len(said), 0, -1) for some in combinations(said, count)]
    counts = {"everyone": Count("pk", distinct=True)}
    for number, some in enumerate(choices):
        same = Q(**{f"work_context__{part}": getattr(context, part) for part in some})
        counts[f"as_{number}"] = Count("pk", distinct=True, filter=same)
    fits = _people_writing_on(board).aggregate(**counts)
    for number, some in enumerate(choices):
        if fits[f"as_{number}"] >= FEWEST:
            return Voice(_words(context, some), fits[f"as_{number}"])
    if fits["everyone"] < FEWEST:
        raise NoVoice(NoVoice.TOO_FEW)
    with translation.override(settings.LANGUAGE_CODE):
        return Voice(_("A member of CXPA"), fits["everyone"])


def _people_writing_on(board):
    """The members who may write on `board` now."""
    people = get_user_model().objects.active().filter(member_until__gt=timezone.now())
    people = people.in_audience(board.audience, board.group_id)
    if board.posting == Audience.GROUP:
        people = people.filter(pk__in=board.posting_group.user_set.values("pk"))
    return people


def _words(context, parts):
    with translation.override(settings.LANGUAGE_CODE):
        written = {
            "role": lambda said: str(ROLES[said]),
            "sector": lambda said: Sector(said).label.lower(),
            "size": lambda said: Size(said).label.lower(),
            "region": lambda said: str(Region(said).label),
        }
        words = " · ".join(written[part](getattr(context, part)) for part in PARTS if part in parts)
    return words[0].upper() + words[1:]


def _told_apart(voice, topic):
    """The same words with a number, where somebody else in `topic` is known by them already. Under the topic's lock."""
    taken = set(topic.posts.exclude(speaks_as="").values_list("speaks_as", flat=True).distinct())
    words, count = voice.words, 1
    with translation.override(settings.LANGUAGE_CODE):
        while words in taken:
            count += 1
            which = ORDINALS[count - 2] if count - 2 < len(ORDINALS) else _("voice %(number)s") % {"number": count}
            words = f"{voice.words} ({which})"
    return Voice(words, voice.fits)

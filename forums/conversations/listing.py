"""The list of a person's conversations: one page by keyset, each row with what they have not read yet."""

from datetime import UTC, datetime

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.http import urlencode

from .models import Participant
from .models.openness import ties
from .pages import title_of

ROWS = 30
LONGEST_EXCERPT = 160


class Row:
    """A conversation in the list, as this person finds it. `me` is their Participant."""

    def __init__(self, me):
        self.me = me
        self.conversation = me.conversation
        self.unread = max(self.conversation.last_number - me.last_number, 0)
        self.is_new = bool(self.unread) and not me.muted_at

    @property
    def others(self):
        return [each for each in self.conversation.listed if each.person_id != self.me.person_id]

    @property
    def title(self):
        return title_of(self.conversation, self.others)

    @property
    def person(self):
        """Of two people, the other; else whoever wrote last."""
        return self.others[0].person if self.conversation.is_pair and self.others else self.conversation.last_author

    @property
    def is_mine(self):
        return self.conversation.last_author_id == self.me.person_id

    @property
    def is_folded(self):
        return self.me.is_blocked and not self.me.for_all and not self.conversation.is_pair

    @property
    def is_waiting(self):
        return self.me.is_joined and bool(self.others) and all(other.is_outstanding for other in self.others)

    @property
    def url(self):
        return f"{self.conversation.get_absolute_url()}?at=new"


def rows_of(request, states):
    """(rows, the query string of the next page or None) of conversations in which this person is in one of `states`.

    They show their people after `name_people`.
    """
    found = _listed(request.user, states)
    if cursor := _read_cursor(request.GET.get("older", "")):
        moment, pk = cursor
        found = found.filter(
            Q(conversation__last_message_at__lt=moment) | Q(conversation__last_message_at=moment, conversation__lt=pk)
        )
    rows = [Row(me) for me in found[: ROWS + 1]]
    if len(rows) <= ROWS:
        return rows, None
    last = rows[ROWS - 1].conversation
    query = {"older": f"{last.last_message_at.timestamp():.6f}-{last.pk}"}
    return rows[:ROWS], "?" + urlencode(query | ({"aside": 1} if "aside" in request.GET else {}))


def requests_for(person, most=20):
    """Rows of the conversations into which `person` is asked, the newest first."""
    return [Row(me) for me in _listed(person, [Participant.ASKED])[:most]]


def name_people(rows):
    """Fetch the people of all these rows in one query."""
    people = Prefetch("participants", Participant.objects.select_related("person").order_by("id"), to_attr="listed")
    prefetch_related_objects([row.conversation for row in rows], people)


def _listed(person, states):
    return (
        Participant.objects.of(person)
        .filter(state__in=states)
        .select_related("conversation__last_author", "conversation__started_by", "invited_by")
        .annotate(**ties(person, "conversation__last_author"))
        .order_by("-conversation__last_message_at", "-conversation")
    )


def _read_cursor(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=UTC), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None

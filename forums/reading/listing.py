"""Lists of topics: one page by keyset, each row with what this reader has not read yet."""

from datetime import UTC, datetime

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from forums.discussions.models import Topic
from members.accounts.asking import STRANGER, Asker, Rights
from members.statements import Statement

from .clock import clock_in_list
from .models import LOUD, Level
from .pages import post_url
from .reader import ReaderAsked, reader_of
from .unread import new, opened_before, placed, shown_to, unread, with_place

ROWS = 30


class Row:
    """A topic in a list, as this reader finds it."""

    def __init__(self, topic):
        self.topic = topic
        level = getattr(topic, "my_level", Level.NORMAL)
        self.is_muted, self.is_followed = level == Level.MUTED, level in LOUD
        self.unread = 0 if self.is_muted else getattr(topic, "my_fresh", 0)
        self.seen = getattr(topic, "my_last_number", None)
        self.is_new = bool(self.unread) and not self.seen
        self.reason = ""  # why it is shown, in words; said by the list that has one
        self.is_pinned = False  # stands first on its board; set by the list that does so
        self.begins_past = False  # the first row from before the last visit; set by the list that says so

    @cached_property
    def clock(self):
        """The answer promised to a question, where there is something to say of it."""
        return clock_in_list(self.topic)

    @property
    def made_of(self):
        """What a row of a list shows (kept.py): the topic with its board and its people, and what it is to this
        reader in the words of this class."""
        topic = self.topic
        facts = {name: value for name, value in vars(topic).items() if not name.startswith(("my_", "_"))}
        names = [f"{each}" for each in (topic.board, topic.author, topic.last_author)]
        goes_on = self.seen if self.seen and self.unread else None  # the post to which its link leads
        mine = (goes_on, self.unread, self.is_new, self.is_muted, self.is_followed, self.is_pinned, self.reason)
        # A clock says how long something will be, or has been.
        return facts, names, mine, self.clock and timezone.now().strftime("%Y-%m-%d %H:%M")

    @property
    def url(self):
        """To the first post this reader has not seen, or to the top."""
        if self.seen and self.unread:
            return post_url(self.topic, self.seen + 1)
        return self.topic.get_absolute_url()

    @property
    def last_url(self):
        return post_url(self.topic, self.topic.last_number)


class Newest:
    """By the moment of the last post."""

    @staticmethod
    def order(topics):
        return topics.newest_first()

    @staticmethod
    def after(topics, cursor):
        return topics.older_than(*cursor)

    @staticmethod
    def cursor(topic):
        return f"{topic.last_posted_at.timestamp():.6f}-{topic.pk}"

    @staticmethod
    def read(text):
        """(moment, pk) of a cursor. Raises what a broken one raises."""
        moment, _dash, pk = text.partition("-")
        return datetime.fromtimestamp(float(moment), tz=UTC), _pk(pk)


class Promised:
    """Those to which an answer is promised first, by when the promise ends; then the newest."""

    @staticmethod
    def order(topics):
        return topics.order_by(F("promised_until").asc(nulls_last=True), "-last_posted_at", "-id")

    @staticmethod
    def after(topics, cursor):
        promised, moment, pk = cursor
        older = Q(last_posted_at__lt=moment) | Q(last_posted_at=moment, id__lt=pk)
        if promised is None:
            return topics.filter(older, promised_until=None)
        later = Q(promised_until__gt=promised) | Q(promised_until=None)
        return topics.filter(later | Q(older, promised_until=promised))

    @staticmethod
    def cursor(topic):
        promised = f"{topic.promised_until.timestamp():.6f}" if topic.promised_until else ""
        return f"{promised}-{Newest.cursor(topic)}"

    @staticmethod
    def read(text):
        promised, _dash, rest = text.partition("-")
        return (datetime.fromtimestamp(float(promised), tz=UTC) if promised else None, *Newest.read(rest))


class Top:
    """By the score of a period, which the topics carry as `in_top`."""

    @staticmethod
    def of(topics, period):
        """Of `topics` those that stand in the table of a period."""
        told = FilteredRelation("tops", condition=Q(tops__period=period))
        return topics.annotate(in_top=told).filter(in_top__isnull=False)

    @staticmethod
    def order(topics):
        return topics.annotate(score=F("in_top__score")).order_by("-in_top__score", "-pk")

    @staticmethod
    def after(topics, cursor):
        score, pk = cursor
        return topics.filter(Q(in_top__score__lt=score) | Q(in_top__score=score, pk__lt=pk))

    @staticmethod
    def cursor(topic):
        return f"{topic.score}-{topic.pk}"

    @staticmethod
    def read(text):
        score, _dash, pk = text.partition("-")
        return min(int(score), 2**31 - 1), _pk(pk)


# The lists that are asked for all the time: statements, by what `?older=` says.
LISTS = {
    "latest": shown_to,
    "new": lambda person: new(unread(placed(person), person), person),
    "unread": lambda person: opened_before(unread(placed(person), person), person),
}


def page_of_list(request, name):
    """Rows of the list `name` of LISTS after the cursor in `?older=`, and the query string of the next page or None;
    two queries signed in, one for a stranger."""
    person, cursor = request.user, _read_cursor(request, Newest)
    shape, values = (STRANGER, None), {"person": 0, "begins": BEGINNING, "start": BEGINNING}
    if person.is_authenticated:
        reader = reader_of(person)
        shape = (Rights.of(person), reader.shape)
        values = {"person": person.pk, "begins": reader.begins, "start": reader.start}
    moment, pk = cursor or (BEGINNING, 0)
    topics = _TOPICS.ask((name, *shape, cursor is not None), moment=moment, pk=pk, **values).objects
    return _page(request, [Row(topic) for topic in topics], Newest)


def _topics(shape, person, begins, start, moment, pk):
    name, rights, reader_shape, is_later = shape
    asker = Asker(rights, person)
    if rights.is_authenticated:
        asker._reader = ReaderAsked(reader_shape, begins, start)
    topics = Newest.order(LISTS[name](asker))
    if is_later:
        topics = Newest.after(topics, (moment, pk))
    if rights.is_authenticated:
        topics = topics.exclude(author__in=asker._reader.hidden)
    return topics.for_listing()[: ROWS + 1]


BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_TOPICS = Statement(_topics, person=int, begins=datetime, start=datetime, moment=datetime, pk=int)


def rows_for(person, topics, most=ROWS):
    """The first `most` of `topics` as Rows for `person`, without those that people they blocked began; two queries
    signed in, one for a stranger."""
    if not person.is_authenticated:
        return [Row(topic) for topic in topics.for_listing()[:most]]
    reader = reader_of(person)
    topics = topics if "my_fresh" in topics.query.annotations else with_place(topics, person)
    return [Row(topic) for topic in topics.exclude(author__in=reader.hidden).for_listing()[:most]]


def page_of_rows(request, topics, by=Newest):
    """Rows of `topics` after the cursor in `?older=`, and the query string of the next page or None."""
    cursor = _read_cursor(request, by)
    topics = by.order(topics)
    if cursor:
        topics = by.after(topics, cursor)
    rows = rows_for(request.user, topics, ROWS + 1)
    return _page(request, rows, by)


def page_of_board(request, topics):
    """As `page_of_rows`; the topics that are pinned stand first on the first page, and on no other."""
    pinned = topics.pinned().values("pk")
    others = topics.exclude(pk__in=pinned)
    if _read_cursor(request, Newest):
        return page_of_rows(request, others)
    first = Newest.order(others)[: ROWS + 1].values("pk")
    both = Topic.objects.filter(Q(pk__in=pinned) | Q(pk__in=first)).newest_first()
    rows = rows_for(request.user, both, None)
    for row in rows:
        row.is_pinned = row.topic.is_pinned
    above = sorted((row for row in rows if row.is_pinned), key=lambda row: row.topic.pinned_at, reverse=True)
    below, older = _page(request, [row for row in rows if not row.is_pinned], Newest)
    return [*above, *below], older


def _page(request, rows, by):
    if len(rows) <= ROWS:
        return rows, None
    asked = {name: value for name, value in request.GET.items() if name != "older"}
    return rows[:ROWS], "?" + urlencode(asked | {"older": by.cursor(rows[ROWS - 1].topic)})


def _read_cursor(request, by):
    """What a cursor says; None for anything that is not one."""
    try:
        return by.read(request.GET.get("older", ""))
    except (ValueError, OverflowError, OSError):
        return None


def _pk(text):
    return min(int(text), 2**62)

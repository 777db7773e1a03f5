"""Lists of topics: one page by keyset, each row with what this reader has not read yet."""

from datetime import datetime

from django.utils import timezone
from django.utils.http import urlencode

from .models import Level, news_begins, with_place
from .pages import post_url

ROWS = 30


class Row:
    """A topic in a list, as this reader finds it."""

    def __init__(self, topic, begins=None):
        self.topic = topic
        self.unread = 0
        self.is_new = False
        self.is_muted = getattr(topic, "my_level", None) == Level.MUTED
        if begins is not None and topic.last_posted_at > begins and not self.is_muted:
            self.is_new = topic.my_last_number is None
            self.unread = topic.last_number - (topic.my_last_number or 0)

    @property
    def url(self):
        """To the first post this reader has not seen, or to the top."""
        seen = getattr(self.topic, "my_last_number", None)
        if seen and self.unread:
            return post_url(self.topic, seen + 1)
        return self.topic.get_absolute_url()

    @property
    def last_url(self):
        return post_url(self.topic, self.topic.last_number)


def rows_for(person, topics, most=ROWS):
    """The first `most` of `topics` as Rows for `person`; two queries signed in, one for a stranger."""
    topics = topics.for_listing()
    if not person.is_authenticated:
        return [Row(topic) for topic in topics[:most]]
    begins = news_begins(person)
    return [Row(topic, begins) for topic in with_place(topics, person)[:most]]


def page_of_rows(request, topics):
    """Rows of `topics` after the cursor in `?older=`, and the query string of the next page or None."""
    cursor = _read_cursor(request.GET.get("older", ""))
    topics = topics.newest_first()
    if cursor:
        topics = topics.older_than(*cursor)
    rows = rows_for(request.user, topics, ROWS + 1)
    if len(rows) <= ROWS:
        return rows, None
    last = rows[ROWS - 1].topic
    return rows[:ROWS], "?" + urlencode({"older": f"{last.last_posted_at.timestamp():.6f}-{last.pk}"})


def _read_cursor(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=timezone.get_fixed_timezone(0)), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None

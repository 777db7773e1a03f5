"""The pages of the forums, as ratios to the yardstick."""

import json
import statistics

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.reading.finding import ask_for_posts
from forums.reading.listing import ROWS
from forums.reading.models import PAGE, page_of
from forums.reading.pages import page_url

from . import community, servers, sessions, wrk
from .results import Row, is_wanted
from .words import COMMON, RARE

GOALS = {
    "topic_member": 0.50,
    "topic_stranger": 2.0,
    "list_latest": 0.50,
    "list_unread": 0.50,
    "search_common": 0.50,
    "search_rare": 0.50,
}
LAST_OVER_FIRST = "forums.topic_last_over_first"
ENOUGH = 0.90  # of the first page's speed, for the last one


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return is_wanted(LAST_OVER_FIRST, only) or any(is_wanted(f"forums.{name}", only) for name in GOALS)


def rows(portal, yardstick, only, pairs, seconds):
    """Measure the pages that `only` asks for, on the portal and the yardstick at these addresses."""
    measure = f"{yardstick}/{community.longest_topic().pk}/0/"
    size = size_of(measure, {}, {f'id="post-{PAGE}"': 1})
    yield Row("forums.yardstick", round(size / 1024, 1), "KB", note="the page that the others are divided by")
    pages = pages_of(sign_in())
    for name in filter(lambda name: is_wanted(f"forums.{name}", only), GOALS):
        path, headers, marks = pages[name]
        size = size_of(portal + path, headers, marks)
        found = wrk.compare(portal + path, measure, headers=headers, pairs=pairs, seconds=seconds)
        _refuse_errors(path, found)
        note = f"{size // 1024} KB, {found.note}"
        yield Row(f"forums.{name}", round(found.ratio, 3), "× yardstick", at_least=GOALS[name], note=note)
    if is_wanted(LAST_OVER_FIRST, only):
        yield _last_over_first(portal, pages, pairs, seconds)


def sign_in():
    """The headers of who reads: the member who has read everything, and the one who has not."""
    people = {"member": community.member(), "behind": community.behind()}
    return {name: {"Cookie": sessions.cookie(sessions.sign_in(person))} for name, person in people.items()}


def pages_of(cookies):
    """What is measured, by name: (path, headers, how often each mark of a page that is right is on it)."""
    topic, newest = community.longest_topic(), community.newest_topic()
    last = page_of(topic.last_number)
    member = servers.FROM_PROXY | cookies["member"]
    behind = servers.FROM_PROXY | cookies["behind"]
    first_page, in_list = {'id="post-1"': 1, f'id="post-{PAGE}"': 1}, {'<li class="row': ROWS}
    signed_in, hits = {reverse("account_logout"): 1}, {"<mark>": 1}
    return {
        "topic_member": (topic.get_absolute_url(), member, first_page | signed_in),
        "topic_last": (page_url(topic, last), member, {f'id="post-{topic.last_number}"': 1} | signed_in),
        "topic_stranger": (topic.get_absolute_url(), servers.FROM_PROXY, first_page),
        "list_latest": (reverse("forums:latest"), servers.FROM_PROXY, in_list | {newest.get_absolute_url(): 1}),
        "list_latest_member": (reverse("forums:latest"), member, in_list | signed_in),
        "list_unread": (reverse("forums:unread"), behind, in_list | signed_in),
        "search_common": (f"/search/?q={COMMON}", servers.FROM_PROXY, hits),
        "search_rare": (f"/search/?q={RARE}", servers.FROM_PROXY, hits),
    }


def size_of(address, headers, marks):
    """The bytes of a page that is what it should be: an error page would be fast."""
    status, _headers, text = servers.fetch(address, headers)
    missing = [mark for mark, times in marks.items() if text.count(mark) < times]
    if status != 200 or missing:
        raise SystemExit(f"{address} answered {status}, without {missing}: nothing to measure.")
    return len(text.encode())


def _last_over_first(portal, pages, pairs, seconds):
    """The last page of the longest topic against its first, for the same member."""
    both = {}
    for name in ("topic_last", "topic_member"):
        path, headers, marks = pages[name]
        size_of(portal + path, headers, marks)
        both[name] = portal + path
    last, first = both.values()
    found = wrk.compare(last, first, headers=headers, other_headers=headers, pairs=pairs, seconds=seconds)
    _refuse_errors(last, found)
    topic, reader = community.longest_topic(), community.member()
    buffers = [
        buffers_of(lambda end=end: ask_for_posts(reader, topic.pk, end - PAGE + 1, end))
        for end in (PAGE, page_of(topic.last_number) * PAGE)
    ]
    note = f"of {topic.last_number} posts; the posts' statement reads {buffers[0]} buffers for the first page, "
    note += f"{buffers[1]} for the last; {found.note.partition(';')[0]}"
    return Row(LAST_OVER_FIRST, round(found.ratio, 3), "× first page", at_least=ENOUGH, note=note)


def buffers_of(ask):
    """The shared buffers that the query of `ask()` touches, once everything is warm."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    query = asked.captured_queries[-1]  # before it, who asks may be looked up
    with connection.cursor() as cursor:
        touched = []
        for _again in range(3):
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
            [said] = cursor.fetchone()
            [plan] = said if isinstance(said, list) else json.loads(said)
            touched.append(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])
    return statistics.median(touched)


def _refuse_errors(path, found):
    if found.errors:
        raise SystemExit(f"{path}: {found.errors} requests failed, so its figure would mean nothing.")

"""The pages of the forums, as ratios to the yardstick."""

from forums.reading.models import PAGE

from . import community, servers, sessions, wrk
from .results import Row, is_wanted
from .words import COMMON, RARE

NAMES = ["topic_member", "topic_stranger", "list_latest", "search_common", "search_rare"]


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(f"forums.{name}", only) for name in NAMES)


def rows(portal, yardstick, only, pairs, seconds):
    """Measure the pages that `only` asks for, on the portal and the yardstick at these addresses."""
    topic = community.longest_topic()
    member = community.member()
    signed_in = {"Cookie": sessions.cookie(sessions.sign_in(member))}
    pages = {
        "topic_member": (topic.get_absolute_url(), signed_in, [member.email, f'id="post-{PAGE}"']),
        "topic_stranger": (topic.get_absolute_url(), {}, [f'id="post-{PAGE}"']),
        "list_latest": ("/discussions/", {}, [topic.slug]),
        "search_common": (f"/search/?q={COMMON}", {}, ["<mark>"]),
        "search_rare": (f"/search/?q={RARE}", {}, ["<mark>"]),
    }
    measure = f"{yardstick}/{topic.pk}/0/"
    size = _size_of(measure, {}, [f'id="post-{PAGE}"'])
    yield Row("forums.yardstick", round(size / 1024, 1), "KB", note="the page that the others are divided by")
    for name in filter(lambda name: is_wanted(f"forums.{name}", only), NAMES):
        path, headers, marks = pages[name]
        headers = servers.FROM_PROXY | headers
        size = _size_of(portal + path, headers, marks)
        found = wrk.compare(portal + path, measure, headers=headers, pairs=pairs, seconds=seconds)
        if found.errors:
            raise SystemExit(f"{path}: {found.errors} requests failed, so its figure would mean nothing.")
        yield Row(f"forums.{name}", round(found.ratio, 3), "× yardstick", note=f"{size // 1024} KB, {found.note}")


def _size_of(address, headers, marks):
    """The bytes of a page that is what it should be: an error page would be fast."""
    status, _headers, text = servers.fetch(address, headers)
    missing = [mark for mark in marks if mark not in text]
    if status != 200 or missing:
        raise SystemExit(f"{address} answered {status}, without {missing}: nothing to measure.")
    return len(text.encode())

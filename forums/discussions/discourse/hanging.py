"""What hangs on imported topics and posts: likes, polls and tags, read from the details that their origins keep."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from forums.discussions import markdown
from forums.discussions.models import Poll, Thanks
from forums.discussions.models.tags import MOST, NotATag, names_in

KINDS = {"multiple": Poll.SEVERAL}
RESULTS = {"on_vote": Poll.VOTED, "on_close": Poll.CLOSED, "staff_only": Poll.CLOSED}


def reactions_in(details):
    """The likes of a post as {kind: number}, as its row keeps them."""
    return {Thanks.THANKS: details["likes"]} if details.get("likes") else {}


def tags_in(details):
    """The names of the tags of a topic, as they are written here; those that are none here are left out."""
    names = []
    for tag in details.get("tags", []):
        try:
            names += names_in(tag.replace(",", " "))
        except NotATag:
            continue
    return list(dict.fromkeys(names))[:MOST]


def polls_in(details, *, closed_at, ended_at):
    """The polls of a post as (fields of a Poll, fields of its Options).

    `closed_at` is when its topic was closed (None while it is open), `ended_at` when the last post of it was written.
    Nobody's own answers come: most of those people will never know this place.
    """
    given = [poll for poll in details.get("polls", []) if poll.get("options")]
    return [(_poll(position, poll, closed_at, ended_at), _options(poll)) for position, poll in enumerate(given, 1)]


def _poll(position, given, closed_at, ended_at):
    kind, count, voters = KINDS.get(given.get("type"), Poll.SINGLE), len(given["options"]), given.get("voters", 0)
    closes_at = datetime.fromisoformat(given["close"]) if given.get("close") else None
    over = closes_at if closes_at and closes_at <= timezone.now() else None
    return {
        "position": position,
        "question": markdown.shorten(" ".join(given.get("title", "").split()), 250),
        "kind": kind,
        "most": min(given.get("most") or count, count) if kind == Poll.SEVERAL else 1,
        "results": RESULTS.get(given.get("results"), Poll.ALWAYS),
        "closes_at": closes_at,
        # With its moment, so that nobody is told today of what ended years ago.
        "closed_at": over or closed_at or (ended_at if given.get("status") == "closed" else None),
        "imported_voters": voters,
        "voter_count": voters,
    }


def _options(given):
    return [
        {
            "position": position,
            "text": markdown.shorten(markdown.plain_text(option["html"]), 200)
            or _("Answer %(number)s") % {"number": position},
            "imported_votes": option.get("votes", 0),
        }
        for position, option in enumerate(given["options"], 1)
    ]

"""What a topic's file must hold. Nothing of it is believed before it was checked: the files are strangers' work."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from forums.discussions import markdown
from forums.discussions.models import Post

from .emoji import spelled_out

REGULAR, MODERATOR, ACTION, WHISPER = 1, 2, 3, 4
LIKE = 2  # among the kinds of actions that `actions_summary` counts
LARGEST_ID = 10**12
HIGHEST_NUMBER = 100_000  # a topic is closed by its community long before; each gap costs a row
FORMER = 0  # stands for everyone whose account was gone before the archive was made

# What neither PostgreSQL nor an XML parser takes: control characters, and halves of surrogate pairs.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
MISSING = object()


class Broken(Exception):
    """The file is not a topic that can be imported; says why, as half a sentence about “it”."""


@dataclass(slots=True)
class Author:
    """The person of a post, as known when the post was archived."""

    id: int
    username: str
    name: str = ""
    details: dict = field(default_factory=dict)


@dataclass(slots=True)
class Said:
    """One post of the file. A withheld one (deleted, or whispered among staff) leaves only its number."""

    id: int
    number: int
    kind: str
    author: Author
    created_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    html: str
    action: str
    reply_to: int | None
    details: dict

    @property
    def is_spoken(self):
        return self.kind == Post.POST and self.hidden_at is None


@dataclass(slots=True)
class Thread:
    """One topic of the file, its posts in the order of their numbers."""

    id: int
    title: str
    category: int | None
    created_at: datetime
    is_closed: bool
    is_pinned: bool
    is_listed: bool
    said: list[Said]
    highest: int
    absent: int  # posts the file names and does not hold: /t/ID.json alone gives only the first twenty
    host: str
    details: dict

    @property
    def shown(self):
        """The posts that more is known of than their number."""
        return [post for post in self.said if post.kind != Post.PLACEHOLDER]


def read(content):
    """The Thread in the bytes of one file. Raises Broken."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Broken(f"it is not JSON ({error})") from error
    if not isinstance(data, dict) or not isinstance(data.get("post_stream"), dict):
        raise Broken("it is not a topic: there is no “post_stream”")
    if data.get("archetype", "regular") == "private_message":
        raise Broken("it is a private conversation")
    if data.get("deleted_at"):
        raise Broken("the topic was deleted")
    return _thread(data, _list(data["post_stream"], "posts"))


def _thread(data, posts):
    said = sorted((_said(post, place) for place, post in enumerate(posts, 1)), key=lambda post: post.number)
    title = " ".join(_text(data, "title").split())
    if not title:
        raise Broken("there is no “title”")
    if not any(post.kind != Post.PLACEHOLDER for post in said):
        raise Broken("there is no post in it that could be shown")
    _check_once("number", [post.number for post in said])
    _check_once("id", [post.id for post in said])
    stream = data["post_stream"].get("stream") or []
    return Thread(
        id=_id(data, "id"),
        title=title,
        category=None if data.get("category_id") is None else _id(data, "category_id"),
        created_at=_moment(data, "created_at"),
        is_closed=bool(data.get("closed") or data.get("archived")),
        is_pinned=bool(data.get("pinned") or data.get("pinned_globally")),
        is_listed=data.get("visible", True) is not False,
        said=said,
        highest=said[-1].number,
        absent=max(len(stream) - len(said), 0) if isinstance(stream, list) else 0,
        host=next(filter(None, map(_host, posts)), ""),
        details=_details_of_topic(data, said),
    )


def _said(post, place):
    if not isinstance(post, dict):
        raise Broken(f"its {place}. post is not an object")
    where = f" of its {place}. post"
    number = _whole(post, "post_number", 1, HIGHEST_NUMBER, where)
    where = f" of post {number}"
    kind = _kind(post, where)
    created_at, updated_at = _moment(post, "created_at", where), _moment(post, "updated_at", where, optional=True)
    reply_to = _whole(post, "reply_to_post_number", 0, LARGEST_ID, where, optional=True)
    return Said(
        id=_id(post, "id", where),
        number=number,
        kind=kind,
        author=_author(post, where),
        created_at=created_at,
        edited_at=updated_at if (_whole(post, "version", 0, LARGEST_ID, where, optional=True) or 1) > 1 else None,
        hidden_at=(updated_at or created_at) if post.get("hidden") is True else None,
        html=_text(post, "cooked", where),
        action=_text(post, "action_code", where, optional=True)[:40],
        reply_to=reply_to if reply_to and reply_to != number else None,
        details=_details_of_post(post, where),
    )


def _kind(post, where):
    kind = _whole(post, "post_type", -LARGEST_ID, LARGEST_ID, where)
    if kind not in (REGULAR, MODERATOR, ACTION, WHISPER):
        raise Broken(f"“post_type”{where} is {kind}, which is not known here")
    if kind == WHISPER or post.get("deleted_at") or post.get("user_deleted") is True:
        return Post.PLACEHOLDER
    return Post.ACTION if kind == ACTION else Post.POST


def _author(post, where):
    if post.get("user_id") is None:
        return Author(FORMER, "")
    kept = {
        "username": _text(post, "username", where),
        "title": _text(post, "user_title", where, optional=True),
        "admin": post.get("admin") is True,
        "moderator": post.get("moderator") is True,
    }
    return Author(
        id=_whole(post, "user_id", -LARGEST_ID, LARGEST_ID, where),
        username=kept["username"].strip(),
        name=" ".join(_text(post, "name", where, optional=True).split()),
        details=_what_is_there(kept),
    )


def _details_of_topic(data, said):
    tags = [UNSTORABLE.sub("", tag) for tag in _items(data, "tags", str)]
    kept = {"category": data.get("category_id"), "archived": data.get("archived") is True, "tags": tags}
    return _what_is_there({**kept, "views": _count(data, "views"), "posts": len(said)})


def _details_of_post(post, where):
    actions = _items(post, "actions_summary", dict)
    return _what_is_there(
        {
            "likes": sum(_count(action, "count") for action in actions if action.get("id") == LIKE),
            "is_accepted": post.get("accepted_answer") is True,
            "polls": [_poll(poll) for poll in _items(post, "polls", dict)],
            "edit_reason": _text(post, "edit_reason", where, optional=True),
            "reads": _count(post, "reads"),
            "wiki": post.get("wiki") is True,
            "about": _text(post, "action_code_who", where, optional=True),
        }
    )


def _poll(poll):
    """A poll with its options as safe HTML, and who chose what (ids there) where that was public."""
    options = [option for option in _items(poll, "options", dict) if isinstance(option.get("id"), str)]
    close = _moment(poll, "close", " of a poll", optional=True)
    voters = poll.get("preloaded_voters") if isinstance(poll.get("preloaded_voters"), dict) else {}
    chosen = {
        UNSTORABLE.sub("", option["id"]): [
            voter["id"] for voter in _items(voters, option["id"], dict) if type(voter.get("id")) is int
        ]
        for option in options
    }
    return _what_is_there(
        {
            **{key: _text(poll, key, optional=True) for key in ("name", "title", "type", "status", "results")},
            "public": poll.get("public") is True,
            "voters": _count(poll, "voters"),
            "most": _count(poll, "max"),
            "close": close.isoformat() if close else "",
            "options": [
                {
                    "id": UNSTORABLE.sub("", option["id"]),
                    "html": markdown.clean(spelled_out(_text(option, "html", optional=True))),
                    "votes": _count(option, "votes"),
                }
                for option in options
            ],
            "chosen": _what_is_there(chosen),
        }
    )


def _ids(data, key):
    return [item["id"] for item in _items(data, key, dict) if type(item.get("id")) is int]


def _what_is_there(details):
    return {key: value for key, value in details.items() if value not in (None, "", False, 0, [], {})}


def _host(post):
    """The community's own host, which its avatars' addresses name."""
    found = re.match(r"/user_avatar/([\w.-]+\.\w+)/", f"{post.get('avatar_template')}")
    return found[1].lower() if found else ""


def _text(data, key, where="", optional=False):
    value = data.get(key, None if optional else MISSING)
    if value is None and optional:
        return ""
    if not isinstance(value, str):
        raise Broken(_wrong(data, key, where, "text"))
    return UNSTORABLE.sub("", value)


def _moment(data, key, where="", optional=False):
    value = data.get(key)
    if value is None and optional:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError) as error:
        raise Broken(_wrong(data, key, where, "a moment")) from error


def _id(data, key, where=""):
    return _whole(data, key, 1, LARGEST_ID, where)


def _whole(data, key, least, most, where="", optional=False):
    value = data.get(key)
    if value is None and optional:
        return None
    if type(value) is not int or not least <= value <= most:
        raise Broken(_wrong(data, key, where, f"a whole number from {least} to {most}"))
    return value


def _count(data, key):
    value = data.get(key)
    return value if type(value) is int and 0 < value <= LARGEST_ID else 0


def _items(data, key, kind):
    """Those of an optional list that are what they should be: what they tell is kept, and nothing rests on it."""
    value = data.get(key)
    return [item for item in value if isinstance(item, kind)] if isinstance(value, list) else []


def _list(data, key):
    if not isinstance(data.get(key), list):
        raise Broken(_wrong(data, key, "", "a list"))
    return data[key]


def _wrong(data, key, where, wanted):
    if key not in data:
        return f"“{key}”{where} is missing"
    given = json.dumps(data[key], ensure_ascii=True)
    return f"“{key}”{where} is {given if len(given) <= 40 else given[:39] + '…'}, not {wanted}"


def _check_once(word, values):
    seen = set()
    for value in values:
        if value in seen:
            raise Broken(f"two of its posts have the {word} {value}")
        seen.add(value)

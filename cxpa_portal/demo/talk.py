"""The boards of the demo community, and what its people say to each other there."""

import tomllib
import uuid
from datetime import timedelta
from functools import cache

from django.contrib.auth.models import Group

from forums.discussions.models import Board, Story, Topic
from forums.reading.models import Bookmark, Reading, TopTopic
from members.accounts.models import Person

from .cast import CONTENT, DOMAIN, told_in
from .hanging import hang
from .moments import moment
from .news import few_letters, tell_of_news
from .said import say

LABEL = "posts"
TOPICS = uuid.UUID("0b9f9c5e-6a1d-4f6e-9a55-8d3c1f2b7e10")  # the tokens of demo topics are made from it


def read_boards():
    """What content/boards.toml says of each board, as dicts."""
    return told_in("boards.toml")["board"]


@cache
def read():
    """Every topic of content/talk/, as dicts with their `board` and `token`."""
    topics = []
    for board in read_boards():
        for path in sorted((CONTENT / "talk").glob(f"{board['slug']}.*")):
            for topic in tomllib.loads(path.read_text(encoding="utf-8"))["topic"]:
                token = uuid.uuid5(TOPICS, f"{board['slug']}/{topic['title']}")
                if "story" in topic:
                    topic["post"][0]["text"] = Story.compose(topic["kind"], topic["story"])
                topics.append(topic | {"board": board["slug"], "token": token})
    return topics


def missing():
    """The posts of the topics that are not there yet, as (topic, number): what `make` is asked for."""
    topics = read()
    there = set(Topic.objects.filter(token__in=[topic["token"] for topic in topics]).values_list("token", flat=True))
    return [
        (topic, number)
        for topic in topics
        if topic["token"] not in there
        for number in range(1, len(topic["post"]) + 1)
    ]


def make(posts, now):
    """Say everything again, in the order in which it was said, and tell of what is new; yields after each post."""
    boards, people = _make_boards(), _people_as_they_were(now)
    started = say(_in_order(posts, now), boards, people, _poll)
    yield from posts
    begun = [(started[topic["token"]], topic) for topic, number in posts if number == 1]
    with few_letters():
        tell_of_news(started.values(), now)
        for opened, topic in begun:
            _settle(opened, topic, people, now)
        hang([(topic, about, boards[about["board"]].audience) for topic, about in begun], people, now)
        TopTopic.reckon(now)


def _make_boards():
    """The boards by slug; those that are there stay as they are."""
    boards = {}
    for position, about in enumerate(read_boards()):
        fields = {key: about[key] for key in ("name", "description", "audience", "posting")}
        if "group" in about:
            fields["group"], _new = Group.objects.get_or_create(name=about["group"])
        fields["position"] = position
        boards[about["slug"]], _new = Board.objects.get_or_create(slug=about["slug"], defaults=fields)
    return boards


def _people_as_they_were(now):
    """People by key, as they were when they wrote: whoever was a member once may speak. Never saved."""
    people = {}
    for person in Person.objects.filter(email__endswith=f"@{DOMAIN}"):
        person.is_active = True
        if person.member_until is not None:
            person.member_until = max(person.member_until, now + timedelta(days=1))
        people[person.email.split("@")[0]] = person
    return people


def _in_order(posts, now):
    """(moment, topic, post) of all posts, the oldest first, so that their ids rise as time does."""
    said = [(topic, topic["post"][number - 1]) for topic, number in posts]
    # Sorting is stable: posts of one topic that share a moment stay in the order of the file.
    return sorted(((moment(post["at"], now), topic, post) for topic, post in said), key=lambda each: each[0])


def _poll(about, at):
    """What Poll.ask takes; `closes_in` counts days from the moment `at`."""
    closes_at = at + timedelta(days=about["closes_in"]) if "closes_in" in about else None
    fields = {name: about[name] for name in ("options", "kind", "results") if name in about}
    return fields | {"closes_at": closes_at}


def _settle(opened, topic, people, now):
    """What happened to a topic besides its posts: edits, a pin, an end, and how far people read."""
    for number, post in enumerate(topic["post"], 1):
        if "edited" in post:
            written = opened.posts.select_related("topic").get(number=number)
            body = f"{written.body}\n\n{post['added'].strip()}"
            written.edit(by=written.author, body=body, now=moment(post["edited"], now))
    if topic.get("pinned"):
        Topic.objects.filter(pk=opened.pk).update(pinned_at=opened.created_at)
    if "closed" in topic:
        opened.close(by=people[topic["closed_by"]], now=moment(topic["closed"], now))
    for reader, number in topic.get("read", {}).items():
        Reading.reach(people[reader], opened, number)
    for number, post in enumerate(topic["post"], 1):
        for reader, note in post.get("kept_by", {}).items():
            Bookmark.keep(post=opened.posts.get(number=number), by=people[reader], note=note)

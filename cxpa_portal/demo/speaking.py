"""What people of the demo community say without their name, on what their advice rests, and one declared interest."""

import uuid

from forums.discussions.models import Board, Corroboration, Evidence, Post, Topic
from forums.discussions.models.voices import NoVoice, voice_of
from members.subjects.models import Interest

from . import clock
from .cast import address_of, told_in
from .hanging import tag
from .knowing import person_named
from .moments import moment
from .news import nobody_is_told
from .talk import TOPICS

LABEL = "voices"
ALIKE = ["ann", "eli", "maya"]  # who said of the labelled advice that they have seen it work


def read():
    """What content/speaking.toml says: {"topic": [dicts], "evidence": {key: dict}, "interest": [dicts]}."""
    told = told_in("speaking.toml")
    for topic in told["topic"]:
        topic["token"] = uuid.uuid5(TOPICS, f"{topic['board']}/{topic['title']}")
    return told


def missing():
    """The topics that are not there yet."""
    topics = read()["topic"]
    there = set(Topic.objects.filter(token__in=[each["token"] for each in topics]).values_list("token", flat=True))
    return [each for each in topics if each["token"] not in there]


def make(topics, now):
    """Say them post by post, each at its moment; then label the advice. Yields after each topic."""
    boards = {board.slug: board for board in Board.objects.all()}
    begun = {}
    for about in topics:
        with nobody_is_told():
            begun[_say(about, boards[about["board"]], now)] = about["tags"]
        yield
    tag(begun)
    told = read()
    for each in told["interest"]:
        Interest.declare(person_named(each.pop("by")), **each)
    for number, (key, rests) in enumerate(told["evidence"].items()):
        _label(key, rests, ALIKE[: number % 3])


def _say(about, board, now):
    topic = None
    for post in about["post"]:
        by, at = person_named(post["by"]), moment(post["at"], now)
        said = {"by": by, "body": post["text"].strip(), "evidence": post.get("evidence"), "now": at}
        with clock.held_at(at):
            said["safely"] = post.get("safely", False) and _has_a_voice(by, board, topic)
            if topic is None:
                named = {"title": about["title"], "kind": about["kind"], "token": about["token"]}
                topic = Topic.start(board=board, **named, **said)
            else:
                topic.reply(reply_to=post.get("to"), **said)
    return topic


def _has_a_voice(person, board, topic):
    try:
        return bool(voice_of(person, board, topic))
    except NoVoice:
        return False


def _label(key, rests, alike):
    answers = Post.objects.spoken().filter(author__email=address_of(key), number__gt=1, evidence="")
    post = answers.exclude(topic__kind=Topic.POLL).order_by("-created_at", "-pk").first()
    if post is None:
        return
    Evidence.put(post, **rests)
    for each in alike:
        person = person_named(each)
        if Corroboration.can_be_said(post, person):
            Corroboration.say(post=post, by=person, here=key != "hugo")

"""Playbooks of the demo community, distilled from questions it solved."""

from django.db.models import F

from forums.discussions.models import Topic
from forums.playbooks.models import Doubt, Passage, Playbook
from members.mail.models import Notice
from members.subjects.models import Subject

from . import clock
from .cast import told_in
from .knowing import person_named
from .moments import moment
from .news import LOOKED, no_letters
from .talk import read as read_talk

LABEL = "playbooks"


def read():
    """What content/playbooks.toml says of each playbook, as dicts."""
    return told_in("playbooks.toml")["playbook"]


def missing():
    """Those that are not there yet."""
    there = set(Playbook.objects.values_list("title", flat=True))
    return [about for about in read() if about["title"] not in there]


def make(playbooks, now):
    """Begin, write and publish each at its moment; then readers doubt it. Yields after each."""
    tokens = {topic["title"]: topic["token"] for topic in read_talk()}
    with no_letters():
        for about in playbooks:
            _doubt(_write(about, tokens[about["topic"]], now), about, now)
            yield
    old = Notice.objects.filter(kind__startswith="forums/playbooks/", read_at=None, created_at__lt=now - LOOKED)
    old.update(read_at=F("created_at"))


def _write(about, token, now):
    topic, owner = Topic.objects.select_related("board").get(token=token), person_named(about["by"])
    posts = {post.number: post for post in topic.posts.filter(number__lt=20)}
    said = {name: about[name] for name in ["title", "about", "months"]}
    said["subjects"] = Subject.objects.filter(slug__in=about["subjects"])
    with clock.held_at(moment(about["begun"], now)):
        playbook = Playbook.begin(topic, by=owner, **said)
    with clock.held_at(moment(about["published"], now)):
        drafted = list(playbook.passages.standing())
        for number, passage in enumerate(about["passages"]):
            words = {"heading": passage["heading"], "text": passage["text"].strip()}
            words["posts"] = [posts[each] for each in passage["posts"]]
            if number < len(drafted):
                drafted[number].revise(by=owner, why="Written anew, to be used on a Monday.", **words)
            else:
                Passage.add(playbook, by=owner, **words)
        playbook.publish(by=owner)
    return playbook


def _doubt(playbook, about, now):
    for each in about.get("doubts", []):
        with clock.held_at(moment(each["at"], now)):
            doubt = Doubt.raise_one(playbook, by=person_named(each["by"]), words=each["words"])
        if "answer" in each:
            with clock.held_at(moment(each["answered"], now)):
                doubt.settle(by=playbook.owner, outcome=each["outcome"], answer=each["answer"])

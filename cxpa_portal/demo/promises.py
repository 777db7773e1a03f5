"""Questions of the demo community that wait for an answer, and the answer desk that looks after them."""

import uuid

from forums.discussions.models import Board, Topic
from forums.questions.models import DeskClaim, DeskVolunteer, PromiseMonth
from forums.questions.promise.ladder import keep_due
from members.subjects.models import Subject

from . import clock
from .cast import told_in
from .knowing import person_named
from .moments import moment
from .news import no_letters, nobody_is_told
from .talk import TOPICS

LABEL = "promises"


def read():
    """What content/promises.toml says: {"question": [...], "desk": {key: [slugs of subjects]}}."""
    return told_in("promises.toml")


def missing():
    """The questions that were never asked."""
    questions = [each | {"token": uuid.uuid5(TOPICS, f"promises/{each['title']}")} for each in read()["question"]]
    there = set(Topic.objects.filter(token__in=[each["token"] for each in questions]).values_list("token", flat=True))
    return [each for each in questions if each["token"] not in there]


def make(questions, now):
    """Ask them, each at its moment; then whoever is due is told, without letters. Yields after each question."""
    for key, slugs in read()["desk"].items():
        DeskVolunteer.sign_up(by=person_named(key), subjects=Subject.objects.filter(slug__in=slugs))
    for about in sorted(questions, key=lambda each: moment(each["at"], now)):
        _ask(about, moment(about["at"], now), now)
        yield
    with clock.held_at(now), no_letters():
        keep_due(now)
    PromiseMonth.reckon(now)


def _ask(about, at, now):
    with clock.held_at(at), nobody_is_told():
        topic = Topic.start(
            board=Board.objects.get(slug=about["board"]),
            by=person_named(about["by"]),
            kind=Topic.QUESTION,
            title=about["title"],
            body=about["text"].strip(),
            tags=about["tags"],
            token=about["token"],
            now=at,
        )
    if "taken_by" in about:
        DeskClaim.take(topic.promise, by=person_named(about["taken_by"]), now=now)

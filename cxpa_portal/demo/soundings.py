"""Sounding boards of the demo community: one that is open, and one of which a synthesis was published."""

import uuid
from datetime import timedelta

from django.db.models import F

from forums.discussions import markdown
from forums.discussions.models import Board
from forums.soundings.models import Invitation, Sounding, Synthesis, View
from forums.soundings.models.invitations import PATIENCE, REST
from forums.soundings.models.soundings import LASTS
from members.mail.models import Notice
from members.subjects.models import Subject

from . import clock
from .cast import told_in
from .knowing import person_named
from .moments import moment
from .news import LOOKED, no_letters, nobody_is_told

LABEL = "soundings"
IDEAS = uuid.UUID("0d9a8a44-8a0c-4a53-9f0d-5a6a1c1b6c10")  # the tokens of demo boards are made from it


def read():
    """What content/soundings.toml says of each board, as dicts."""
    return told_in("soundings.toml")["sounding"]


def token_of(about, what):
    return uuid.uuid5(IDEAS, f"{what}/{about['title']}")


def missing():
    """Those that are not there yet."""
    there = set(Sounding.objects.exclude(token=None).values_list("token", flat=True))
    return [about for about in read() if token_of(about, "idea") not in there]


def make(soundings, now):
    """Write each with its people and their views at once, and publish what came of it. Yields after each."""
    with no_letters():
        for about in soundings:
            board = _ask(about, now)
            _answer(board, about, now)
            if "synthesis" in about:
                with nobody_is_told():
                    _publish(board, about["synthesis"], now)
            yield


def _ask(about, now):
    at = moment(about["at"], now)
    closed = {"state": "closed", "closed_at": moment(about["closed"], now)} if "closed" in about else {}
    board = Sounding.objects.create(
        author=person_named(about["by"]),
        title=about["title"],
        text=about["text"].strip(),
        html=markdown.render(about["text"].strip()),
        question=about["question"],
        token=token_of(about, "idea"),
        view_count=len(about["views"]),
        opened_at=at,
        ends_at=at + LASTS,
        **closed,
    )
    subjects = list(Subject.objects.filter(slug__in=about["subjects"]))
    board.subjects.set(subjects)
    gave = {view["by"] for view in about["views"]}
    reasons = {"subjects": [subject.name for subject in subjects][:1]}
    Invitation.objects.bulk_create(
        Invitation(
            sounding=board,
            person=person_named(each["who"]),
            state=each.get("state", "answered" if each["who"] in gave else "asked"),
            reasons=reasons,
            asked_at=moment(each["at"], now),
            due_at=moment(each["at"], now) + PATIENCE,
            rests_until=moment(each["at"], now) + REST - timedelta(seconds=1),
        )
        for each in about["invited"]
    )
    return board


def _answer(board, about, now):
    View.objects.bulk_create(
        View(
            sounding=board,
            person=person_named(view["by"]),
            at=moment(view["at"], now),
            **{part: view[part] for part in View.PARTS},
        )
        for view in about["views"]
    )


def _publish(sounding, about, now):
    said = {"title": about["title"], "body": about["body"].strip(), "board": Board.objects.get(slug=about["board"])}
    at = moment(about["asked"], now)
    with clock.held_at(at):
        synthesis = Synthesis.propose(sounding, by=sounding.author, token=token_of(about, "synthesis"), **said)
    for each in about["agreed"]:
        with clock.held_at(moment(each["at"], now)):
            synthesis.answer(by=person_named(each["by"]), agrees=True, is_named=each["named"], version=1)
    at = moment(about["published"], now)
    Synthesis.objects.filter(pk=synthesis.pk).update(due_at=at)
    with clock.held_at(at):
        synthesis.publish(by=sounding.author)
    old = Notice.objects.filter(kind__startswith="forums/soundings/", read_at=None, created_at__lt=now - LOOKED)
    old.update(read_at=F("created_at"))

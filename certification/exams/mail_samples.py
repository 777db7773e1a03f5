"""Samples of the letters of a candidate, for the gallery."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.mail.gallery.samples import day, register

from .letters import when_in
from .models import Authorization, Sitting

ROOM = "certification/exams"


def _sample(letter, label="", **context):
    def tells(person):
        said = {name: value() if callable(value) else value for name, value in context.items()}
        return {"url": reverse("certification:exam"), "name": person.first_name, **said}

    register(f"{ROOM}/{letter}", tells, label=label)


def _scheduled(person):
    on = timezone.localdate() + timedelta(days=40)
    sitting = Sitting(
        authorization=Authorization(person=person),
        scheduled_for=datetime(on.year, on.month, on.day, 15, tzinfo=ZoneInfo("Europe/Zurich")),
        time_zone="Europe/Zurich",
    )
    return {
        "url": reverse("certification:exam"),
        "name": person.first_name,
        "day": day(40),
        "there": when_in(sitting, sitting.time_zone),
        "yours": when_in(sitting, person.time_zone),
        "place": "Test centre Zurich, Bahnhofstrasse 1",
        "reference": "PX-22817",
        "minutes": 120,
    }


register(f"{ROOM}/scheduled", _scheduled)
_sample("called_off", day=lambda: day(40), why="The test centre has no power that day.")
_sample("result", _("passed"), passed=True, sections=[], may_sit_again=False, next_from="", until=lambda: day(120))
_sample(
    "result",
    _("not passed"),
    passed=False,
    sections=[["Strategy and governance", 71], ["Understanding customers", 58], ["Design and improvement", 64]],
    may_sit_again=True,
    next_from=lambda: day(30),
    until=lambda: day(120),
)
_sample("result", _("the last sitting"), passed=False, sections=[], may_sit_again=False, next_from="", until="")
_sample("ended", until=lambda: day(-1))
_sample("ends_soon", until=lambda: day(30))

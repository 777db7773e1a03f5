"""Topics that people of the demo community have written for a day to come."""

import uuid

from django.utils import timezone

from forums.discussions.forms import TopicForm
from forums.discussions.models import Planned
from forums.discussions.planning import plan

from . import clock
from .cast import address_of, told_in
from .knowing import person_named
from .moments import moment, start
from .talk import TOPICS

LABEL = "planned"


def read():
    """What content/planned.toml says of each topic, as dicts."""
    return told_in("planned.toml")["planned"]


def missing():
    """Those that were never planned; whoever was, may be published by now."""
    there = set(Planned.objects.values_list("person__email", "title"))
    return [about for about in read() if (address_of(about["by"]), about["title"]) not in there]


def make(planned, now):
    """Plan each of them at its moment; yields after each."""
    for about in planned:
        with clock.held_at(moment(about["planned"], now)):
            plan(_form(about, now))
        yield


def _form(about, now):
    at = start(f"in {about['days']} days at {about['at']}", now, "UTC").astimezone(timezone.get_current_timezone())
    fields = {name: about[name] for name in ("board", "kind", "title", "tags")} | {
        "body": about["text"].strip(),
        "when": TopicForm.LATER,
        "at_0": f"{at:%Y-%m-%d}",
        "at_1": f"{at:%H:%M}",
        "token": str(uuid.uuid5(TOPICS, f"planned/{about['title']}")),
    }
    form = TopicForm(fields, person=person_named(about["by"]))
    form.full_clean()
    return form

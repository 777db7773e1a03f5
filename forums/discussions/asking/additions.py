"""What the rooms above add to the form by which a topic is begun: a field each, registered in `AppConfig.ready()`.

`Topic.start` stays the only way in: an addition checks its field, and says in the same transaction what follows from
it. It may refuse to the last moment, by which the topic is not begun either.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from .. import drafts

_additions = {}


class NotBegun(Exception):
    """What was added cannot be had any more; says so in a sentence."""


@dataclass(frozen=True)
class Addition:
    name: str  # of the field, and of the parameter in an address that prefills it
    field: Callable  # makes the field
    template: str  # given `field`, `part` and `form`; it holds the field
    told: Callable  # of the form: what the template shows as `part`; None, and it is not shown
    check: Callable  # of the form: adds errors
    begun: Callable  # of (topic, form), in the transaction that began it; raises NotBegun


def register(name, **about):
    """Make an addition known. A draft in which only its field is filled is none."""
    _additions[name] = Addition(name, **about)
    drafts.chosen_too(name)


def prefilled(asked):
    """{name: value} of what an address says."""
    return {name: asked[name] for name in _additions if name in asked}


def switched(sent):
    """What a form sent, with the field changed whose button was pressed: `switch` is "name:value"."""
    name, colon, value = sent.get("switch", "").partition(":")
    if not colon or name not in _additions:
        return sent
    sent = sent.copy()
    sent[name] = value
    return sent


class AddedFields:
    """The part of a form that the additions are."""

    def put_additions_on(self):
        for addition in _additions.values():
            self.fields[addition.name] = addition.field()

    def check_additions(self):
        for addition in _additions.values():
            addition.check(self)

    @property
    def additions(self):
        """What the template shows: {template, field, part}."""
        shown = [(each, each.told(self)) for each in _additions.values()]
        return [
            {"template": each.template, "field": self[each.name], "part": part}
            for each, part in shown
            if part is not None
        ]

    def begin(self, start):
        """The Topic that `start()` begins, with what follows from each addition; None where one refused, which then
        is an error of its field."""
        added = None
        try:
            with transaction.atomic():
                topic = start()
                for added in _additions.values():
                    added.begun(topic, self)
                return topic
        except NotBegun as why:
            self.add_error(added and added.name, str(why))
            return None

"""Places at events for many people at once: the very rows that the verbs of events.registration would have written.

A place taken by the verb costs some thirty milliseconds, half of them for a letter with a calendar entry; a thousand of
them would make the newcomer wait for half a minute, for letters that nobody is to get. That both ways lead to the same
rows is tested (tests/test_same_rows.py).
"""

from uuid import UUID, uuid5

from events.registration.models import Registration

from .counted import post_for_events
from .entries import record
from .rewritten import rewrite

TOKENS = UUID("9a0c3b36-8f4e-4b0e-8a53-2f5e9c1d7b42")  # the tokens of demo registrations are made from it


def take(asked):
    """A place for each of `asked`, {Event: [(moment, Person)] in the order in which they ask}, or one in its line."""
    places = [place for event, those in asked.items() for place in _places(event, those)]
    Registration.objects.bulk_create(places)
    words = {True: "registration.confirmed", False: "registration.waited"}
    record([(place.created_at, words[place.is_confirmed], place.person, place, {}) for place in places])


def check_in(present):
    """Each of `present`, (moment, Registration, by, how), was there, with the credits that follow from it."""
    for at, place, by, how in present:
        place.attended_at, place.attended_by, place.attended_how = at, by, how
    rewrite([place for _at, place, _by, _how in present], ["attended_at", "attended_by", "attended_how"])
    record([(at, "registration.attended", by, place, {"how": how}) for at, place, by, how in present])
    post_for_events([(at, place, by) for at, place, by, _how in present])


def _places(event, asked):
    free = len(asked) if event.capacity is None else event.capacity
    return [_place(event, person, at, is_free=number < free) for number, (at, person) in enumerate(asked)]


def _place(event, person, at, *, is_free):
    return Registration(
        event=event,
        person=person,
        state=Registration.CONFIRMED if is_free else Registration.WAITING,
        created_at=at,
        confirmed_at=at if is_free else None,
        token=uuid5(TOKENS, f"{event.origin.key}/{person.email}"),
    )

"""Places at events."""

import pytest

from events.registration.models import Registration


@pytest.fixture
def make_registration(make_event, make_person):
    """`make_registration(event=…, person=…)`: a place at an event (or in its line), taken by the person."""

    def make(event=None, person=None):
        person = person or make_person()
        return Registration.take_place(event or make_event(), person, by=person)

    return make

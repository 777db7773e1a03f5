"""Sounding boards, and people who may be asked."""

import pytest

from forums.soundings.models import Sounding, Willingness
from members.subjects.models import Subject


@pytest.fixture
def make_round(make_person):
    """`make_round(5)`: so many members who said that they may be asked."""

    def make(count=5, **changes):
        people = [make_person(**changes) for _each in range(count)]
        Willingness.objects.bulk_create(Willingness(person=person, is_open=True) for person in people)
        return people

    return make


@pytest.fixture
def subject(db):
    return Subject.objects.filter(parent__isnull=False).order_by("pk").first()


@pytest.fixture
def make_sounding(ann, subject, make_round):
    """`make_sounding(people=5, views=0, by=ann, …)`: an idea of Ann's, with so many new members who may be asked about
    it; so many of them gave their view."""

    def make(people=5, views=0, **changes):
        make_round(people)
        about = {
            "by": ann,
            "title": "One number for the whole journey",
            "text": "What if we stopped counting **touchpoints**?",
            "question": "What would your CFO say?",
            "subjects": [subject],
        }
        sounding = Sounding.begin(**about | changes)
        for place in sounding.invitations.order_by("pk")[:views]:
            sounding.give_view(
                by=place.person, keep="The one number.", worry="Who owns it?", thought_of="Call reasons."
            )
        return sounding

    return make


@pytest.fixture
def asked_of(make_sounding):
    """`asked_of(sounding)`: the people asked, in the order in which they were."""
    return lambda sounding: [place.person for place in sounding.invitations.standing().order_by("pk")]

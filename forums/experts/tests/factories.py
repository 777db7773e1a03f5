"""Experts, and those who say so."""

import pytest

from forums.experts.models import Capacity, Endorsement, Expertise
from members.subjects.models import Subject


@pytest.fixture
def journey_mapping(db):
    """Journey mapping, under customer insights; made where tests with real threads emptied the vocabulary."""
    above, _made = Subject.objects.get_or_create(slug="customer-insights", defaults={"name": "Customer insights"})
    about = {"name": "Journey mapping", "parent": above}
    return Subject.objects.get_or_create(slug="journey-mapping", defaults=about)[0]


@pytest.fixture
def make_subject(db):
    """`make_subject("governance")`: a subject of that address, under a competency of its own."""

    def make(slug):
        above, _made = Subject.objects.get_or_create(slug="beneath", defaults={"name": "Beneath"})
        about = {"name": slug.replace("-", " ").capitalize(), "parent": above}
        return Subject.objects.get_or_create(slug=slug, defaults=about)[0]

    return make


@pytest.fixture
def make_expertise(journey_mapping, eli):
    """`make_expertise(person=eli, subject=…, monthly=2)`: an offer to help."""

    def make(person=None, monthly=None, **changes):
        person = person or eli
        about = {"by": person, "subject": journey_mapping, "words": "Maps that somebody owns."}
        offer = Expertise.offer(**about | changes)
        if monthly is not None:
            Capacity.choose(monthly, by=person)
        return offer

    return make


@pytest.fixture
def endorse(make_topic, make_person):
    """`endorse(expertise, times)`: so many peers say so, of one answer of the expert's."""

    def give(expertise, times=1):
        topic = make_topic()
        post = topic.reply(by=expertise.person, body="Draw it with those who walk it.")
        for _each in range(times):
            Endorsement.give(expertise, by=make_person(), post=post, words="It made ours work.")
        expertise.refresh_from_db()
        return expertise

    return give


@pytest.fixture
def expert(make_expertise, endorse, carol):
    """Eli, confirmed in journey mapping, with two places a month."""
    expertise = endorse(make_expertise(monthly=2), times=3)
    expertise.confirm(by=carol, reason="Read all three.")
    return expertise

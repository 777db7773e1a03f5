"""The digest names new CCXPs: one's own first, then those of one's country."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.credentials.news import items

pytestmark = pytest.mark.django_db


def test_ones_own_comes_first_then_ones_country_then_the_newest(ann, eli, make_person, make_credential, told_in_digest):
    ann.country = "NG"
    near, far = make_person(name="Near Person", country="NG"), make_person(name="Far Person", country="CH")
    for person in [ann, near, far, eli]:
        make_credential(person)
    assert [item.headline for item in told_in_digest(items, ann)] == [
        "You are a CCXP",
        "Near Person is a CCXP",
        "Eli Brandt is a CCXP",
        "Far Person is a CCXP",
    ]


def test_only_those_of_the_week_and_only_the_valid_ones(ann, eli, hana, make_credential, told_in_digest):
    make_credential(eli, awarded_at=timezone.now() - timedelta(days=8))
    make_credential(hana, state="suspended")
    assert told_in_digest(items, ann) == []


def test_at_most_five_by_one_question(ann, make_person, make_credential, django_assert_num_queries, told_in_digest):
    for _ in range(7):
        make_credential(make_person())
    with django_assert_num_queries(1):
        assert len(told_in_digest(items, ann)) == 5

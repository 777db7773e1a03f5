"""Who is silenced says nothing new in what others read of them either; what is for themselves stays theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/profile/"


@pytest.fixture
def profile(cleo):
    """What the form of Cleo's profile sends while nothing is changed."""
    names = ["name", "handle", "headline", "city", "country", "time_zone"]
    return {name: str(getattr(cleo, name) or "") for name in names}


@pytest.mark.parametrize(
    ("name", "words"),
    [("headline", "Visit spam.example"), ("name", "Buy Now"), ("handle", "buy-now"), ("city", "spam.example")],
)
def test_words_that_others_read_stay_and_nothing_typed_is_lost(cleo, cleo_client, make_sanction, profile, name, words):
    before = getattr(cleo, name)
    make_sanction(cleo)
    page = cleo_client.post(ADDRESS, profile | {name: words, "country": "CH"}).content.decode()
    assert "Others read this, so you can change it again from" in page
    assert words in page
    cleo.refresh_from_db()
    assert getattr(cleo, name) == before
    assert cleo.country != "CH", "nothing of a form that is refused is saved"


def test_what_is_picked_from_a_list_is_still_theirs(cleo, cleo_client, make_sanction, profile):
    make_sanction(cleo)
    answer = cleo_client.post(ADDRESS, profile | {"time_zone": "Asia/Tokyo", "country": "JP"})
    assert answer.url == reverse("accounts:profile")
    cleo.refresh_from_db()
    assert (cleo.time_zone, cleo.country) == ("Asia/Tokyo", "JP")


def test_the_page_says_so_before_anything_is_typed_and_where_to_object(cleo, cleo_client, ann_client, make_sanction):
    sanction = make_sanction(cleo)
    page = cleo_client.get(ADDRESS).content.decode()
    assert "You can change what others read of you here again from" in page
    assert sanction.address in page
    assert page.count("readonly") == 4
    theirs = ann_client.get(ADDRESS).content.decode()
    assert "what others read of you here again" not in theirs
    assert "readonly" not in theirs


def test_when_it_is_over_they_change_it_again(cleo, cleo_client, make_sanction, profile, clock):
    make_sanction(cleo, days=1)
    clock(timedelta(days=1, minutes=1))
    assert cleo_client.post(ADDRESS, profile | {"headline": "Head of CX, ferries"}).status_code == 302
    cleo.refresh_from_db()
    assert cleo.headline == "Head of CX, ferries"


def test_it_costs_nobody_else_a_query(ann_client):
    with CaptureQueriesContext(connection) as asked:
        ann_client.get(ADDRESS)
    assert not [query for query in asked if "moderation_sanction" in query["sql"]]

"""Home says what is next on each floor, and says nothing where nothing is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Registration

pytestmark = pytest.mark.django_db


def nexts(client):
    return {each.floor: each for each in client.get(reverse("home")).context["letter"].nexts}


def test_where_i_have_a_place_stands_on_home(ann_client, ann, make_event):
    event = make_event(title="Tea and journey maps")
    Registration.take_place(event, ann, by=ann)
    told = nexts(ann_client)["Events"]
    assert told.headline == "You have a place: Tea and journey maps"
    assert told.url == event.get_absolute_url()


def test_an_event_in_my_country_is_offered_before_one_online(ann_client, ann, make_event):
    ann.country = "CH"
    ann.save(update_fields=["country"])
    make_event(title="Online", kind="online", city="", starts_at=timezone.now() + timedelta(days=1))
    make_event(title="Down the road", country="CH")
    assert nexts(ann_client)["Events"].headline == "You could come: Down the road"


def test_an_event_in_another_country_is_not_offered(ann_client, ann, make_event):
    make_event(country="CH")
    assert "Events" not in nexts(ann_client)


def test_a_free_account_hears_nothing_of_membership_until_something_is_due(cleo_client):
    assert "Membership" not in nexts(cleo_client)


def test_a_question_to_answer_stands_once(ann_client, eli, make_topic):
    make_topic(by=eli, kind="question", title="Who owns the silence after a complaint?")
    page = ann_client.get(reverse("home")).content.decode()
    assert "A question you could answer" in page
    assert page.count("Who owns the silence after a complaint?") == 1


def test_an_application_that_was_begun_leads_back(make_application, cleo, client_of):
    make_application("draft", cleo)
    assert nexts(client_of(cleo))["Certification"].url.startswith("/certification/application/")


def test_the_landing_page_shows_where_we_meet_and_verifies_a_ccxp(client, make_event):
    make_event(title="Tea and journey maps")
    make_event(title="For members", audience="members")
    page = client.get(reverse("home")).content.decode()
    assert "Tea and journey maps" in page
    assert "For members" not in page
    assert f'action="{reverse("certification:register")}"' in page

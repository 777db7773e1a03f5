"""The address of an event tells what it leads to, and is never that of a page beneath it."""

import re

import pytest

from events.programme.slugs import slug_of
from events.urls import urlpatterns

pytestmark = pytest.mark.django_db
BENEATH = re.compile(r"<int:pk>/([\w-]+)/")  # door, join, registration …
WORDS = sorted({found[1] for each in urlpatterns if (found := BENEATH.match(str(each.pattern)))})


def test_there_are_pages_beneath_an_event_and_each_has_one_word():
    assert {"door", "join", "registration"} <= set(WORDS)
    assert [word for word in WORDS if "-" in word] == [], "a title of two words could take its place"


@pytest.mark.parametrize("title", [*WORDS, "Mine", "CX Day", "旅程", "!", "x" * 200])
def test_an_event_of_any_title_has_a_page_of_its_own(client, make_event, title):
    event = make_event(title=title.capitalize()[:150])
    page = client.get(event.get_absolute_url())
    assert page.status_code == 200
    assert page.context["event"] == event
    assert "-" in event.slug


def test_an_old_address_leads_on(client, make_event):
    event = make_event(title="Door")
    assert client.get(f"/events/{event.pk}/something-else/").url == event.get_absolute_url()


def test_words_and_not_marks():
    assert slug_of("Kaffee & Customer Journeys, Zürich") == "kaffee-customer-journeys-zurich"
    assert slug_of("Door") == "door-event"
    assert slug_of("旅程") == "an-event"
    assert len(slug_of("word " * 100)) <= 80

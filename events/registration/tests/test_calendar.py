import pytest
from django.urls import reverse
from icalendar import Calendar

from events.registration.models import Feed

pytestmark = pytest.mark.django_db


def entries(response):
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_two_clicks_and_no_field_to_have_it_in_the_calendar(ann_client, make_event):
    event = make_event(kind="online", city="", online_url="https://meet.example/secret")
    ann_client.post(reverse("events:registration", args=[event.pk]))
    entry = entries(ann_client.get(reverse("events:entry", args=[event.pk])))[0]
    assert entry["summary"] == "Coffee and journey maps"
    assert entry["dtstart"].dt == event.starts_at
    assert str(entry["location"]).endswith(f"/events/{event.pk}/join/")


def test_without_a_place_there_is_no_entry(ann_client, make_event, make_registration, ann):
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event, ann)
    assert ann_client.get(reverse("events:entry", args=[event.pk])).status_code == 404


def test_the_public_entry_and_mine_are_one_in_a_calendar(ann_client, client, make_event, make_registration, ann):
    event = make_event()
    make_registration(event, ann)
    mine = entries(ann_client.get(reverse("events:entry", args=[event.pk])))[0]
    public = entries(client.get(reverse("events:event_calendar", args=[event.pk])))[0]
    assert mine["uid"] == public["uid"]


def test_a_feed_holds_my_events_and_needs_no_signing_in(client, ann, ann_client, make_event, make_registration, carol):
    place = make_registration(make_event(title="A place"), ann)
    full = make_event(title="Full", capacity=1)
    make_registration(full)
    make_registration(full, ann)
    cancelled = make_registration(make_event(title="Cancelled"), ann)
    cancelled.event.cancel(by=carol, reason="The speaker is ill.")
    make_registration(make_event(title="Given up"), ann).cancel(by=ann)
    make_registration(make_event(title="Not mine"))
    ann_client.post(reverse("events:feed_renewal"))
    found = {
        str(entry["summary"]): str(entry["status"]) for entry in entries(client.get(ann.event_feed.get_absolute_url()))
    }
    assert found == {"A place": "CONFIRMED", "Full": "TENTATIVE", "Cancelled": "CANCELLED"}
    assert place.event.title in ann_client.get(reverse("events:mine")).content.decode()


def test_a_new_address_closes_the_old_one(client, ann, ann_client):
    ann_client.post(reverse("events:feed_renewal"))
    old = ann.event_feed.get_absolute_url()
    ann_client.post(reverse("events:feed_renewal"))
    assert client.get(old).status_code == 404
    assert client.get(Feed.objects.get(person=ann).get_absolute_url()).status_code == 200


def test_a_forged_address_and_that_of_a_suspended_person_lead_nowhere(client, ann, sam):
    for token in ["nonsense", Feed(person=ann, version=1).token]:
        assert client.get(reverse("events:feed", args=[token])).status_code == 404
    assert client.get(Feed.renew(sam, by=sam).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_feed_costs_the_same_at_any_length(
    client, ann, make_event, make_registration, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make_registration(make_event(), ann)
    address = Feed.renew(ann, by=ann).get_absolute_url()
    with django_assert_num_queries(2):  # the feed with its person, their registrations with the events
        assert len(entries(client.get(address))) == how_many

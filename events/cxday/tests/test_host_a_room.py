from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.cxday.models import Room
from events.programme.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(make_campaign):
    return make_campaign(date=timezone.localdate() + timedelta(days=40))


@pytest.fixture
def filled(campaign):
    """What a host writes into the page."""
    return {
        "kind": "in_person",
        "title": "Breakfast with the complaints team",
        "summary": "For everyone who reads complaints; take home three ways to answer.",
        "description": "Coffee, then *three* short stories.",
        "language": "pt",
        "city": "Sao Paulo",
        "country": "BR",
        "venue": "Café Lumen",
        "address": "Rua Augusta 100",
        "access": "Two steps, a ramp at the side.",
        "day": campaign.date.isoformat(),
        "starts": "08:30",
        "minutes": "90",
        "capacity": "12",
    }


def offer(client, campaign, given):
    return client.post(reverse("cxday:host", args=[campaign.year]), given, follow=True)


def test_a_member_offers_a_room_and_staff_publish_it(ann, ann_client, client, campaign, filled, carol):
    page = offer(ann_client, campaign, filled)
    assert page.redirect_chain[-1][0] == reverse("events:mine")
    assert "Waits for staff to publish it" in page.content.decode()
    event = Event.objects.get()
    assert (event.host, event.is_proposed, event.is_published) == (ann, True, False)
    assert (event.time_zone, event.capacity) == ("America/Sao_Paulo", 12)
    assert (round(event.latitude), round(event.longitude)) == (-24, -47)
    local = timezone.localtime(event.starts_at, event.zone)
    assert (local.date(), local.hour, local.minute) == (campaign.date, 8, 30)
    assert event.ends_at - event.starts_at == timedelta(minutes=90)
    assert event.title not in client.get(campaign.get_absolute_url()).content.decode()
    event.publish(by=carol)
    assert event.title in client.get(campaign.get_absolute_url()).content.decode()
    assert f">{campaign}</a>" in client.get(event.get_absolute_url()).content.decode(), "its page leads to the day"


def test_sent_twice_it_is_one_room(ann_client, campaign, filled):
    offer(ann_client, campaign, filled)
    offer(ann_client, campaign, filled)
    assert Room.objects.count() == Event.objects.count() == 1


def test_a_session_online_asks_for_its_link_and_for_no_city(ann, ann_client, campaign, filled):
    given = filled | {"kind": "online", "city": "", "country": "", "venue": "", "access": "", "capacity": ""}
    page = offer(ann_client, campaign, given).content.decode()
    assert "An online session needs the link that people join by." in page
    ann.time_zone = "Europe/Lisbon"
    ann.save(update_fields=["time_zone"])
    offer(ann_client, campaign, given | {"online_url": "meet.example/room"})
    event = Event.objects.get()
    assert (event.time_zone, event.online_url, event.city) == ("Europe/Lisbon", "https://meet.example/room", "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"city": "Atlantis"}, "We do not know a city of this name in that country."),
        ({"city": "Zurich"}, "We do not know a city of this name in that country."),
        ({"city": ""}, "In which city?"),
        ({"access": ""}, "A sentence on getting in"),
        ({"capacity": ""}, "How many people does the room hold?"),
        ({"title": "Talk"}, "A few more letters"),
        ({"day": "2020-01-01"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_asked_for_beside_its_field_and_nothing_is_lost(
    ann_client, campaign, filled, changes, sentence
):
    page = offer(ann_client, campaign, filled | changes).content.decode()
    assert sentence in page
    assert "Breakfast with the complaints team" in page or "title" in changes
    assert "Rua Augusta 100" in page
    assert not Event.objects.exists()


def test_who_may_not_host_is_told_why(client, cleo_client, campaign, filled):
    address = reverse("cxday:host", args=[campaign.year])
    assert "/accounts/login/" in client.get(address).url
    assert cleo_client.get(address).status_code == 403
    assert "held by members" in offer(cleo_client, campaign, filled).content.decode()
    assert not Event.objects.exists()


def test_when_the_day_is_over_no_room_is_offered(ann_client, campaign, filled, clock):
    clock(timedelta(days=45))
    page = offer(ann_client, campaign, filled).content.decode()
    assert "No more rooms can be offered" in page
    assert "Host your own" not in page
    assert not Event.objects.exists()


def test_a_city_and_country_are_filled_in_from_the_profile(ann, ann_client, campaign):
    ann.city, ann.country = "Lagos", "NG"
    ann.save(update_fields=["city", "country"])
    page = ann_client.get(reverse("cxday:host", args=[campaign.year])).content.decode()
    assert 'value="Lagos"' in page
    assert '<option value="NG" selected' in page


def test_staff_see_what_waits_and_publish_a_day(carol_client, make_campaign, make_room):
    campaign = make_campaign(published_at=None)
    make_room(campaign, published_at=None, proposed_at=timezone.now())
    address = reverse("admin:cxday_campaign_changelist")
    assert "Small rooms" in carol_client.get(address).content.decode()
    carol_client.post(address, {"action": "publish", "_selected_action": [campaign.pk]})
    campaign.refresh_from_db()
    assert campaign.published_at
    page = carol_client.get(reverse("admin:cxday_campaign_change", args=[campaign.pk])).content.decode()
    assert "waits to be published" in page

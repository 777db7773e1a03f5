from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.programme import listing
from events.programme.models import Event
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db

PROGRAMME = reverse("events:programme")


def titles(client, address=PROGRAMME, **asked):
    response = client.get(address, asked)
    name = "past" if address.endswith("past/") else "programme"
    return [row.event.title for group in response.context[name].groups for row in group.rows]


def page(client, **asked):
    return client.get(PROGRAMME, asked).content.decode()


@pytest.fixture
def at(clock):
    """Noon in Zurich on Thursday 1 October 2026, and moments from there."""
    now = timezone.now().replace(year=2026, month=10, day=1, hour=10, minute=0, second=0, microsecond=0)
    clock(now)
    return lambda **about: now + timedelta(**about)


def test_a_stranger_reads_what_comes_day_by_day(client, make_event, at):
    make_event(title="Later", starts_at=at(days=5))
    make_event(title="Sooner", starts_at=at(days=1))
    make_event(title="The same day", starts_at=at(days=1, hours=3))
    make_event(title="Over", starts_at=at(days=-2))
    groups = client.get(PROGRAMME).context["programme"].groups
    assert [[row.event.title for row in group.rows] for group in groups] == [["Sooner", "The same day"], ["Later"]]
    assert [(group.heading, group.near) for group in groups] == [
        ("Friday 2 October", "tomorrow"),
        ("Tuesday 6 October", ""),
    ]


def test_what_is_on_now_stands_first(client, make_event, at):
    make_event(title="Tomorrow", starts_at=at(days=1))
    make_event(title="Since an hour", starts_at=at(hours=-1))
    first, second = client.get(PROGRAMME).context["programme"].groups
    assert (first.heading, first.rows[0].event.title) == ("On now", "Since an hour")
    assert second.rows[0].event.title == "Tomorrow"
    assert "until 11:00 UTC" in page(client)


def test_a_row_tells_the_time_there_and_the_readers_own(ann, client_of, make_event, at):
    ann.time_zone = "America/New_York"
    ann.save(update_fields=["time_zone"])
    make_event(starts_at=at(days=1, hours=3))
    text = page(client_of(ann))
    assert "15:00 in Zurich" in text
    assert "09:00 for you" in text


def test_where_both_clocks_agree_one_time_is_enough(ann, client_of, make_event, at):
    ann.time_zone = "Europe/Paris"
    ann.save(update_fields=["time_zone"])
    make_event(starts_at=at(days=1))
    assert "for you" not in page(client_of(ann))


def test_a_reader_far_away_finds_it_under_their_own_day_with_the_day_there_named(ann, client_of, make_event, at):
    ann.time_zone = "Pacific/Honolulu"
    ann.save(update_fields=["time_zone"])
    make_event(starts_at=at(days=1, hours=-3))  # 09:00 on Friday in Zurich
    text = page(client_of(ann))
    assert "Thursday 1 October" in text
    assert "Fri 2 October, 09:00 in Zurich" in text
    assert "21:00 for you" in text


def test_who_never_said_where_they_are_reads_utc_and_not_for_you(client, make_event, at):
    make_event(starts_at=at(days=1))
    text = page(client)
    assert "10:00 UTC" in text
    assert "for you" not in text


def test_whole_days_are_dates_whatever_the_zone(ann, client_of, make_event, at):
    ann.time_zone = "Pacific/Auckland"
    ann.save(update_fields=["time_zone"])
    zone = ZoneInfo("America/Los_Angeles")
    starts_at = at(days=4).astimezone(zone).replace(hour=0)
    make_event(
        title="Conference",
        city="Los Angeles",
        country="US",
        time_zone=zone.key,
        is_all_day=True,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=3),
    )
    groups = client_of(ann).get(PROGRAMME).context["programme"].groups
    assert [group.heading for group in groups] == ["Monday 5 October"]
    assert "5–7 October" in page(client_of(ann))


def test_a_cancelled_event_stays_with_its_word(client, make_event, carol):
    make_event(title="Rained off").cancel(by=carol, reason="The river rose.")
    text = page(client)
    assert "Rained off" in text
    assert "Cancelled" in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Room", "Online", "Both", "Berlin"]),
        ({"where": "online"}, ["Online", "Both"]),
        ({"where": "in-person"}, ["Room", "Both", "Berlin"]),
        ({"country": "DE"}, ["Berlin"]),
        ({"language": "de"}, ["Berlin"]),
        ({"subject": "journey-mapping"}, ["Both"]),
        ({"subject": "customer-insights"}, ["Online", "Both"]),
        ({"where": "online", "subject": "journey-mapping"}, ["Both"]),
        (
            {"where": "moon", "country": "XX", "language": "tlh", "subject": "nothing"},
            ["Room", "Online", "Both", "Berlin"],
        ),
    ],
)
def test_the_links_narrow_the_list(client, make_event, asked, found):
    about = {subject.slug: subject for subject in Subject.objects.all()}
    start = timezone.now() + timedelta(days=3)
    for number, (title, changes) in enumerate(
        {
            "Room": {},
            "Online": {"kind": "online", "subjects": [about["customer-insights"]]},
            "Both": {"kind": "hybrid", "subjects": [about["journey-mapping"], about["governance"]]},
            "Berlin": {"city": "Berlin", "country": "DE", "time_zone": "Europe/Berlin", "language": "de"},
        }.items()
    ):
        make_event(title=title, starts_at=start + timedelta(hours=number), **changes)
    assert titles(client, **asked) == found


def test_my_own_country_is_offered_as_a_link(ann, client_of, client):
    ann.country = "CH"
    ann.save(update_fields=["country"])
    assert "In Switzerland" in page(client_of(ann))
    assert "In Switzerland" not in page(client)


def test_the_finer_choices_keep_the_place_that_was_chosen(client):
    assert "?where=online&amp;subject=cx-strategy" in page(client, where="online")


def test_pages_follow_each_other_without_a_gap_and_without_a_double(client, make_event, monkeypatch):
    monkeypatch.setattr(listing, "ROWS", 3)
    start = timezone.now() + timedelta(days=2)
    for number in range(7):
        make_event(title=f"Event {number}", starts_at=start + timedelta(hours=number // 2))
    seen, address = [], PROGRAMME
    while address:
        shown = client.get(address).context["programme"]
        seen += [row.event.title for group in shown.groups for row in group.rows]
        address = shown.next_url
    assert seen == [f"Event {number}" for number in range(7)]


def test_a_cursor_that_is_none_begins_at_the_beginning(client, make_event):
    make_event(title="Here")
    for nonsense in ["x", "1e999-1", "-", "nan-1", "1-2-3", "9" * 400 + "-1"]:
        assert titles(client, after=nonsense) == ["Here"]


def test_an_empty_programme_says_so_and_offers_a_step(client):
    assert "Nothing is planned at the moment" in page(client)
    assert "Nothing of this kind is planned yet" in page(client, where="online")


def test_past_events_stand_by_month_the_latest_first(client, make_event, carol, at):
    make_event(title="August", starts_at=at(days=-40))
    make_event(title="September", starts_at=at(days=-3))
    make_event(title="To come", starts_at=at(days=3))
    make_event(title="Never held", starts_at=at(days=-5)).cancel(by=carol, reason="Nobody came.")
    response = client.get(reverse("events:past"))
    assert [group.heading for group in response.context["past"].groups] == ["September 2026", "August 2026"]
    assert titles(client, reverse("events:past")) == ["September", "August"]


def test_each_audience_sees_its_own(client, client_of, cleo, ann, maya, carol, hana, make_event):
    moderators = Group.objects.get(name="Moderators")
    for audience in ["everyone", "accounts", "members"]:
        make_event(title=audience, audience=audience)
    make_event(title="group", audience="group", group=moderators)
    make_event(title="draft", published_at=None)
    everything = ["everyone", "accounts", "members", "group"]
    assert titles(client) == everything[:1]
    assert titles(client_of(cleo)) == everything[:2]
    assert titles(client_of(ann)) == everything[:3]
    assert titles(client_of(maya)) == everything
    assert titles(client_of(carol)) == everything
    assert titles(client_of(hana)) == everything  # she hosts them all; what is not published stands with her own


def test_only_its_host_and_staff_see_what_is_not_published(ann, hana, carol, make_event):
    make_event(published_at=None)
    assert not Event.objects.visible_to(AnonymousUser()).exists()
    assert not Event.objects.visible_to(ann).exists()
    assert Event.objects.visible_to(hana).exists()
    assert Event.objects.visible_to(carol).exists()


def test_staff_for_other_things_are_guests_here(rex, make_person, make_event):
    event = make_event(published_at=None)
    for person, is_staff_for_events in [(rex, False), (make_person(is_staff=True), True)]:
        if is_staff_for_events:
            person.user_permissions.add(Permission.objects.get(codename="change_event"))
        assert Event.objects.visible_to(person).exists() is is_staff_for_events
        assert event.can_be_run_by(person) is is_staff_for_events


@pytest.mark.parametrize("address", ["events:programme", "events:past"])
def test_a_list_costs_the_same_at_1_and_at_30_events(ann_client, make_event, address):
    days = 5 if address == "events:programme" else -5
    costs = []
    for count in [1, 29]:
        for number in range(count):
            make_event(starts_at=timezone.now() + timedelta(days=days, minutes=number))
        ann_client.get(reverse(address))
        with CaptureQueriesContext(connection) as queries:
            assert ann_client.get(reverse(address)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6


def test_no_join_link_in_any_list(client, make_event):
    make_event(kind="online", online_url="https://meet.example/secret")
    assert "meet.example" not in page(client)

import json
import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.programme import ical

pytestmark = pytest.mark.django_db

FEED = reverse("events:calendar")


def entries(response):
    assert response["Content-Type"].startswith("text/calendar")
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(response.content).walk("VEVENT")}


def file_of(client, event):
    return entries(client.get(reverse("events:event_calendar", args=[event.pk])))[event.title]


def test_one_event_as_a_file_says_what_when_and_where(client, make_event):
    event = make_event()
    entry = file_of(client, event)
    assert entry.decoded("DTSTART") == event.starts_at
    assert entry["DTSTART"].params["TZID"] == "Europe/Zurich"
    assert entry.decoded("DTEND") == event.ends_at
    assert str(entry["LOCATION"]) == "Haus am See, Seestrasse 1, Zurich, Switzerland"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert str(entry["URL"]).endswith(event.get_absolute_url())
    assert "No steps" in str(entry["DESCRIPTION"])


def test_the_zone_is_defined_in_the_file_for_programs_that_know_none(client, make_event):
    event = make_event()
    whole = Calendar.from_ical(client.get(reverse("events:event_calendar", args=[event.pk])).content)
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Zurich"]
    assert str(whole["METHOD"]) == "PUBLISH"


def test_the_same_name_for_good_and_a_higher_number_after_each_change(client, make_event, carol):
    event = make_event()
    before = file_of(client, event)
    event.move(event.starts_at + timedelta(hours=1), event.ends_at + timedelta(hours=1), by=carol)
    after = file_of(client, event)
    assert before["UID"] == after["UID"] == entries(client.get(FEED))[event.title]["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_a_cancelled_event_is_cancelled_in_calendars_too(client, make_event, carol):
    event = make_event()
    event.cancel(by=carol, reason="The house is closed.")
    entry = entries(client.get(FEED))[event.title]
    assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert "The house is closed." in str(entry["DESCRIPTION"])


def test_whole_days_are_dates_with_an_end_that_is_not_part_of_it(client, make_event):
    zone = ZoneInfo("Asia/Tokyo")
    start = timezone.now().astimezone(zone).replace(month=3, day=4, hour=0, minute=0, second=0, microsecond=0)
    event = make_event(
        city="Tokyo",
        country="JP",
        time_zone=zone.key,
        is_all_day=True,
        starts_at=start,
        ends_at=start + timedelta(days=2),
    )
    entry = file_of(client, event)
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (date(start.year, 3, 4), date(start.year, 3, 6))


def test_the_join_link_is_in_nothing_public(client, make_event):
    event = make_event(kind="online", online_url="https://meet.example/secret")
    for address in [FEED, reverse("events:event_calendar", args=[event.pk])]:
        assert b"meet.example" not in client.get(address).content
    assert str(file_of(client, event)["LOCATION"]) == "Online"


def test_who_has_a_place_gets_the_way_in_and_is_named(make_event, ann):
    event = make_event(kind="online", online_url="https://meet.example/secret")
    item = ical.entry(event, join_url="https://portal.example/join", note="You have a place.", attendee=ann)
    back = Calendar.from_ical(ical.calendar([item], method=ical.REQUEST))
    entry = back.walk("VEVENT")[0]
    assert (str(back["METHOD"]), str(entry["LOCATION"])) == ("REQUEST", "https://portal.example/join")
    assert str(entry["ATTENDEE"]) == f"mailto:{ann.email}"
    assert entry["ORGANIZER"].params["CN"] == "Hana Sato"
    assert "meet.example" not in back.to_ical().decode()


def test_the_feed_holds_what_everyone_may_see_of_a_year_and_just_before(client, ann_client, make_event):
    now = timezone.now()
    make_event(title="Soon")
    make_event(title="Just over", starts_at=now - timedelta(days=3))
    make_event(title="Long over", starts_at=now - timedelta(days=40))
    make_event(title="In two years", starts_at=now + timedelta(days=700))
    make_event(title="For members", audience="members")
    make_event(title="Not yet", published_at=None)
    assert set(entries(client.get(FEED))) == {"Soon", "Just over"}
    assert set(entries(ann_client.get(FEED))) == {"Soon", "Just over"}  # shared caches hold one for all


def test_the_feed_takes_the_filters_of_the_page(client, make_event):
    make_event(title="Room")
    make_event(title="Online", kind="online")
    assert set(entries(client.get(FEED, {"where": "online"}))) == {"Online"}


def test_an_empty_feed_is_a_calendar_all_the_same(client):
    assert entries(client.get(FEED)) == {}


def test_nobody_gets_a_file_of_what_they_may_not_see(client, ann_client, make_event):
    event = make_event(audience="members")
    address = reverse("events:event_calendar", args=[event.pk])
    assert client.get(address).status_code == 404
    assert ann_client.get(address).status_code == 200


def test_the_feed_costs_one_query_at_any_length(client, make_event, django_assert_num_queries):
    for number in range(30):
        make_event(title=f"Event {number}")
    with django_assert_num_queries(1):
        client.get(FEED)


def head_of(event):
    return render_to_string("events/programme/_event_meta.html", {"event": event, "base": "https://portal.example"})


def said_to_search_engines(event):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', head_of(event), re.S).group(1))


def test_search_engines_are_told_in_their_own_words(make_event):
    said = said_to_search_engines(make_event(kind="hybrid", online_url="https://meet.example/secret"))
    assert said["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert [place["@type"] for place in said["location"]] == ["Place", "VirtualLocation"]
    assert said["startDate"].endswith(("+01:00", "+02:00"))
    assert "meet.example" not in json.dumps(said)


def test_no_title_breaks_out_of_the_script(make_event):
    title = 'A </script><script>alert("1")</script> & <!-- more'
    event = make_event(title=title)
    assert said_to_search_engines(event)["name"] == title
    assert head_of(event).count("</script>") == 1


def test_only_what_everyone_may_see_is_told_to_anyone(make_event):
    for changes in [{"audience": "members"}, {"published_at": None}]:
        head = head_of(make_event(**changes))
        assert "ld+json" not in head
        assert "noindex" in head

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.registration.models import Reminder
from members.mail.delivery import deliver_due

pytestmark = pytest.mark.django_db


def entry_of(message):
    """The calendar entry attached to a message, and its METHOD."""
    part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == str(calendar["method"])
    return calendar.walk("VEVENT")[0], str(calendar["method"])


@pytest.fixture
def letters(mailoutbox):
    """Deliver what waits; {subject: message} of what arrived since the last look."""

    def deliver():
        del mailoutbox[:]
        deliver_due()
        return {message.subject: message for message in mailoutbox}

    return deliver


def test_a_confirmation_brings_the_entry_and_the_way_in(make_event, make_registration, ann, letters):
    event = make_event(kind="online", city="", online_url="https://meet.example/secret")
    make_registration(event, ann)
    message = letters()["You have a place at Coffee and journey maps"]
    entry, method = entry_of(message)
    assert method == "REQUEST"
    assert "ann@cxpa.example" in str(entry["attendee"])
    assert f"/events/{event.pk}/join/" in entry["description"]
    assert "meet.example" not in message.message().as_string() + entry["description"]


def test_a_moved_event_tells_everyone_and_moves_the_entry(
    make_event, make_registration, ann, eli, carol, letters, mailoutbox
):
    event = make_event(capacity=1)
    make_registration(event, ann)
    make_registration(event, eli)
    first, _method = entry_of(letters()["You have a place at Coffee and journey maps"])
    event.move(event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1), by=carol)
    letters()
    to_ann, to_eli = sorted(mailoutbox, key=lambda message: message.to)
    assert "Your place is still yours." in to_ann.body
    assert "You keep your number on the waitlist." in to_eli.body
    moved, method = entry_of(to_ann)
    assert method == "REQUEST"
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved["dtstart"].dt == event.starts_at
    assert {notice.headline for notice in [ann.notices.get(), eli.notices.get()]} == {"Moved: Coffee and journey maps"}


def test_a_time_is_told_in_both_zones(make_event, make_registration, ann, carol, mails):
    ann.time_zone = "America/New_York"
    ann.save(update_fields=["time_zone"])
    starts_at = timezone.now().replace(year=timezone.now().year + 1, month=7, day=7, hour=13, minute=0)
    make_registration(make_event(starts_at=starts_at), ann)
    letter = mails(to=ann)[0]
    assert "15:00–17:00" in letter.context["when"]
    assert "09:00–11:00" in letter.context["when_yours"]
    letter.render()
    assert "15:00–17:00 in Zurich" in letter.text
    assert "09:00–11:00 for you" in letter.text


def test_another_place_is_told_as_such(make_event, make_registration, ann, carol, mails):
    event = make_event()
    make_registration(event, ann)
    event.change(by=carol, venue="Café Lumen")
    letter = mails(kind="events/registration/moved")[0]
    letter.render()
    assert letter.subject == "Coffee and journey maps is now in another place: Zurich, Switzerland"
    assert "Before, it was to be at Haus am See, Zurich, Switzerland." in letter.text


def test_a_cancelled_event_tells_why_and_leaves_the_calendar(make_event, make_registration, ann, carol, letters):
    event = make_event()
    make_registration(event, ann)
    first, _method = entry_of(letters()["You have a place at Coffee and journey maps"])
    event.cancel(by=carol, reason="The speaker is ill.")
    event.cancel(by=carol, reason="The speaker is ill.")
    message = letters()["Coffee and journey maps is cancelled"]
    entry, method = entry_of(message)
    assert (method, entry["status"]) == ("CANCEL", "CANCELLED")
    assert entry["uid"] == first["uid"]
    assert entry["sequence"] > first["sequence"]
    assert "The speaker is ill." in message.body


def test_giving_up_takes_the_entry_out(make_event, make_registration, ann, letters):
    mine = make_registration(make_event(), ann)
    letters()
    mine.cancel(by=ann)
    _entry, method = entry_of(letters()["Your place at Coffee and journey maps is given up"])
    assert method == "CANCEL"


def test_what_is_over_moves_and_is_cancelled_in_silence(make_event, make_registration, ann, carol, clock, mails):
    event = make_event()
    make_registration(event, ann)
    clock(timedelta(days=10))
    event.cancel(by=carol, reason="Put in twice.")
    assert [mail.kind for mail in mails()] == ["events/registration/confirmed"]


def test_who_gave_up_hears_no_more(make_event, make_registration, ann, carol, mails):
    event = make_event()
    make_registration(event, ann).cancel(by=ann)
    event.cancel(by=carol, reason="Too few of us.")
    assert not mails(kind="events/registration/cancelled")


def test_looking_at_the_event_reads_its_notices(make_event, make_registration, ann, ann_client, carol):
    event, other = make_event(), make_event(title="Another one")
    make_registration(event, ann)
    make_registration(other, ann)
    event.cancel(by=carol, reason="The speaker is ill.")
    other.cancel(by=carol, reason="The speaker is ill.")
    ann_client.get(event.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    assert ann.notices.unread().count() == 2
    ann_client.get(event.get_absolute_url())
    assert [notice.headline for notice in ann.notices.unread()] == ["Cancelled: Another one"]


def test_a_move_to_tomorrow_spares_the_reminder(make_event, make_registration, ann, carol, mails):
    event = make_event()
    make_registration(event, ann)
    start = timezone.now() + timedelta(hours=10)
    event.move(start, start + timedelta(hours=1), by=carol)
    assert Reminder.objects.get().state == "told"
    assert Reminder.send_due() == 0
    assert not mails(kind="events/registration/reminder")

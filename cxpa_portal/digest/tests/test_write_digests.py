"""The weekly letter: at the person's own hour, once, with nothing twice, and nothing when there is nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cxpa_portal.digest import letters as digest_letters
from cxpa_portal.digest import writing
from cxpa_portal.digest.kinds import KIND
from cxpa_portal.digest.tasks import write_due
from forums.reading.digest import said
from members.mail import sections
from members.mail.models import Digest, DigestEntry, DigestSchedule
from members.mail.models.bounces import Bounce
from members.mail.preferences import resume, stop
from members.mail.sections import Item

from .weeks import MONDAY, WEEK, news

pytestmark = pytest.mark.django_db


def test_it_comes_at_the_persons_hour_and_not_before(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    clock(MONDAY - timedelta(minutes=2))
    write_due()
    assert letters() == []
    clock(MONDAY)
    write_due()
    [letter] = letters()
    assert (letter.to, letter.key) == (reader, f"digest:2026-06-08:to:{reader.pk}")


def test_the_subject_says_the_best_of_it(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", *(news(number) for number in range(1, 6)), heading="Answers to you")
    clock(MONDAY)
    write_due()
    [letter] = letters()
    letter.write()
    assert letter.subject == "News number 1, and 4 more"
    for words in [letter.text, letter.html]:
        assert "Hello Ann," in words
        assert "answers to you" in words.lower()
        assert "From the sample" in words
        assert "http://" in words
        assert "/5/" in words
        assert letter.stop_url in words, "one click stops it"


def test_a_long_headline_leaves_room_for_how_much_more_there_is(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", Item("sample:1", "An answer to a very long question " * 6, "/1/"), news(2))
    clock(MONDAY)
    write_due()
    [letter] = letters()
    letter.write()
    assert letter.subject.endswith("…, and 1 more")


def test_running_again_writes_nothing_more(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    clock(MONDAY)
    for _run in range(3):
        write_due()
    assert len(letters()) == 1


def test_nothing_is_told_twice(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    clock(MONDAY)
    write_due()
    clock(MONDAY + WEEK)
    write_due()
    assert len(letters()) == 1
    tell_in_digest("more", news(2))
    clock(MONDAY + 2 * WEEK)
    write_due()
    assert [item["headline"] for item in letters()[1].context["sections"][0]["items"]] == ["News number 2"]


def test_when_there_is_nothing_no_letter_comes(reader, letters, clock, tell_in_digest):
    clock(MONDAY)
    write_due()
    assert letters() == []
    assert not Digest.objects.exists()
    assert DigestSchedule.objects.get(person=reader).due_at == MONDAY.replace(minute=0) + WEEK


def test_weeks_of_outage_make_one_letter_about_all_of_them(reader, letters, clock, tell_in_digest):
    windows = []
    tell_in_digest("sample", lambda person, since, until: windows.append((since, until)) or [news(len(windows))])
    clock(MONDAY)
    write_due()
    clock(MONDAY + 3 * WEEK + timedelta(hours=5))
    write_due()
    write_due()
    assert len(letters()) == 2
    assert windows[1][0] == windows[0][1], "from where the last one ended"
    assert DigestSchedule.objects.get(person=reader).due_at == MONDAY.replace(minute=0) + 4 * WEEK


def test_after_a_very_long_time_only_the_last_weeks_are_news(reader, clock, tell_in_digest):
    windows = []
    tell_in_digest("sample", lambda person, since, until: windows.append(until - since) or [])
    clock(MONDAY)
    write_due()
    clock(MONDAY + 30 * WEEK)
    write_due()
    assert windows == [WEEK, 5 * WEEK]


@pytest.mark.parametrize(
    ("before", "at"),
    [
        (datetime(2026, 3, 23, 12, tzinfo=UTC), datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (datetime(2026, 10, 19, 12, tzinfo=UTC), datetime(2026, 10, 26, 7, tzinfo=UTC)),
    ],
)
def test_eight_oclock_is_eight_oclock_after_the_clocks_changed(ann, letters, clock, tell_in_digest, before, at):
    tell_in_digest("sample", news())
    clock(before)
    ann.time_zone = "Europe/Zurich"
    ann.save(update_fields=["time_zone"])
    write_due()
    clock(at - timedelta(minutes=1))
    write_due()
    assert letters(to=ann) == []
    clock(at + timedelta(minutes=1))
    write_due()
    assert len(letters(to=ann)) == 1


def test_who_moved_gets_it_by_their_new_clock_and_only_once(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    reader.time_zone = "America/Los_Angeles"
    reader.save(update_fields=["time_zone"])
    write_due()
    clock(MONDAY)
    write_due()
    assert letters() == []
    clock(MONDAY.replace(hour=15))
    write_due()
    assert len(letters()) == 1


def test_who_moves_west_after_their_letter_waits_for_next_week(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    clock(MONDAY)
    write_due()
    reader.time_zone = "America/Los_Angeles"
    reader.save(update_fields=["time_zone"])
    tell_in_digest("more", news(2))
    clock(MONDAY.replace(hour=15))
    write_due()
    assert len(letters()) == 1
    clock(MONDAY.replace(hour=15) + WEEK)
    write_due()
    assert len(letters()) == 2


def test_who_moves_while_their_letter_is_overdue_still_gets_it(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    clock(MONDAY.replace(hour=14))
    reader.time_zone = "Europe/London"
    reader.save(update_fields=["time_zone"])
    write_due()
    assert len(letters()) == 1


def test_a_zone_that_no_longer_exists_is_taken_as_utc(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    reader.time_zone = "Atlantis/Sunken"
    reader.save(update_fields=["time_zone"])
    write_due()
    clock(MONDAY)
    write_due()
    assert letters() == []
    clock(MONDAY.replace(hour=8))
    write_due()
    assert len(letters()) == 1


def test_who_stopped_it_gets_none_and_after_resuming_the_next(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    stop(reader.pk, KIND)
    clock(MONDAY)
    write_due()
    assert letters() == []
    assert not DigestEntry.objects.exists()
    resume(reader.pk, KIND)
    write_due()
    assert letters() == [], "not at once, but at the hour"
    clock(MONDAY + WEEK)
    write_due()
    assert len(letters()) == 1


def test_who_is_suspended_gets_none(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    reader.is_active = False
    reader.save(update_fields=["is_active"])
    clock(MONDAY)
    write_due()
    assert letters() == []


def test_an_address_nobody_confirmed_gets_none(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    EmailAddress.objects.filter(user=reader).update(verified=False)
    clock(MONDAY)
    write_due()
    assert letters() == []


def test_somebody_who_joins_gets_a_day_without_asking(cleo, sam, tell_in_digest):
    write_due()
    assert DigestSchedule.objects.get(person=cleo).due_at > timezone.now()
    assert not DigestSchedule.objects.filter(person=sam).exists(), "suspended"


def test_a_section_that_fails_costs_neither_the_letter_nor_its_own_news(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    tell_in_digest("broken", ValueError("a bug"))
    clock(MONDAY)
    write_due()
    [letter] = letters()
    assert letter.context["sections"][0]["items"][0]["headline"] == "News number 1"
    assert Digest.objects.get().left_out == ["broken"], "staff see it"
    windows = []
    tell_in_digest("broken", lambda person, since, until: windows.append(until - since) or [])
    clock(MONDAY + WEEK)
    write_due()
    assert windows == [WEEK, 2 * WEEK], "once it is mended, it tells of both weeks"
    clock(MONDAY + 2 * WEEK)
    write_due()
    assert windows[2:] == [WEEK], "and only once"


def test_what_the_others_told_while_a_section_failed_is_not_reckoned_again(
    ann, eli, make_topic, clock, tell_in_digest, letters
):
    tell_in_digest("broken", ValueError("a bug"))
    sections.register("answers", heading="Answers to you", items=said.answers)
    write_due()
    topic = make_topic(title="A journey that nobody owns")
    topic.reply(by=eli, body="One.")
    topic.reply(by=eli, body="Two.")
    for count in ["2 new answers to", "Eli Brandt answered"]:
        clock(DigestSchedule.of(ann).due_at + timedelta(minutes=1))
        write_due()
        assert letters(to=ann)[-1].context["sections"][0]["items"][0]["headline"].startswith(count)
        topic.reply(by=eli, body="Three.")
    assert Digest.objects.filter(person=ann, left_out=["broken"]).count() == 2


def test_staff_see_a_failure_even_where_no_letter_came(reader, letters, clock, tell_in_digest):
    tell_in_digest("broken", ValueError("a bug"))
    clock(MONDAY)
    write_due()
    assert letters() == []
    assert Digest.objects.get().left_out == ["broken"]


def test_one_persons_trouble_does_not_hold_up_the_others(
    reader, eli, make_people, letters, clock, tell_in_digest, monkeypatch
):
    tell_in_digest("sample", news())
    make_people(6)
    whole = digest_letters.digest

    def broken_for_ann(schedule, gathered, now):
        if schedule.person == reader:
            raise ValueError("a bug")
        return whole(schedule, gathered, now)

    monkeypatch.setattr(digest_letters, "digest", broken_for_ann)
    write_due()
    clock(MONDAY.replace(hour=9))
    write_due()
    assert (letters(to=reader), len(letters(to=eli)), len(letters())) == ([], 1, 7)
    assert not DigestEntry.objects.filter(person=reader).exists(), "what did not go out was not told"
    monkeypatch.undo()
    tell_in_digest("sample", news())
    clock(timedelta(hours=1, minutes=1))
    write_due()
    assert len(letters(to=reader)) == 1, "an hour later, once it is mended"


def test_a_batch_costs_the_same_for_any_number_of_people(make_people, letters, clock, tell_in_digest):
    for name in ["one", "two", "three"]:
        tell_in_digest(name, *(Item(f"{name}:{n}", "News", f"/{name}/{n}/") for n in range(5)))

    def cost(people, at):
        clock(at - timedelta(days=1))
        make_people(people)
        write_due()
        clock(at)
        with CaptureQueriesContext(connection) as queries:
            write_due()
        return len(queries)

    costs = [cost(people, MONDAY.replace(hour=9) + week * WEEK) for week, people in enumerate([1, 30, 200])]
    assert costs[0] == costs[1] == costs[2]
    assert len({letter.to_id for letter in letters()}) == 231


def test_more_than_a_batch_is_written_batch_by_batch(make_people, letters, clock, tell_in_digest, monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 4)
    tell_in_digest("sample", news())
    clock(MONDAY - timedelta(days=1))
    make_people(11)
    write_due()
    clock(MONDAY.replace(hour=9))
    write_due()
    assert len(letters()) == len({letter.to_id for letter in letters()}) == 11


@pytest.mark.parametrize(
    ("round_", "moments", "count"),
    [
        ("daily", [timedelta(days=day) for day in range(7)], 7),
        ("weekly", [timedelta(days=day) for day in range(15)], 3),
        ("monthly", [timedelta(days=day) for day in range(60)], 2),
    ],
)
def test_each_day_each_week_each_month(reader, letters, clock, tell_in_digest, round_, moments, count):
    numbers = iter(range(1000))
    tell_in_digest("sample", lambda person, since, until: [news(next(numbers))])
    DigestSchedule.of(reader).choose(by=reader, round=round_, day=15)
    for moment in moments:
        reader.last_login = MONDAY + moment
        reader.save(update_fields=["last_login"])
        clock(MONDAY + moment)
        write_due()
        write_due()
    assert len(letters()) == count


def test_who_changes_how_often_meanwhile_gets_at_most_one(reader, letters, clock, tell_in_digest):
    numbers = iter(range(1000))
    tell_in_digest("sample", lambda person, since, until: [news(next(numbers))])
    for round_ in ["weekly", "daily", "monthly", "weekly", "daily"]:
        DigestSchedule.of(reader).choose(by=reader, round=round_)
        clock(MONDAY)
        write_due()
    assert len(letters()) == 1


@pytest.mark.parametrize("zone", ["Pacific/Niue", "Pacific/Kiritimati", "Asia/Kathmandu", "America/St_Johns"])
def test_far_zones_get_one_at_their_eight_oclock(make_people, letters, clock, tell_in_digest, zone):
    tell_in_digest("sample", news())
    clock(MONDAY - timedelta(days=3))
    [person] = make_people(1, time_zone=zone)
    for hour in range(-16, 20):  # of Monday in Zurich; there it is Monday from an hour before to half a day later
        clock(MONDAY + timedelta(hours=hour, minutes=20))
        write_due()
    [letter] = letters(to=person)
    local = letter.created_at.astimezone(ZoneInfo(zone))
    assert (local.weekday(), local.hour) == (0, 8)


def test_an_address_that_sends_letters_back_gets_none(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", news())
    Bounce.meet(reader.email, "550 nobody here", is_final=True)
    clock(MONDAY)
    write_due()
    assert letters() == []
    assert not DigestEntry.objects.exists()

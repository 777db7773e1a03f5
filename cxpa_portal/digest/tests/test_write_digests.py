"""The weekly letter: at the person's own hour, once, with nothing twice, and nothing when there is nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cxpa_portal.digest import writing
from cxpa_portal.digest.apps import KIND
from cxpa_portal.digest.tasks import write_due
from members.mail.models import Digest, DigestEntry, DigestSchedule, Mail
from members.mail.preferences import resume, stop
from members.mail.sections import Item

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MONDAY = datetime(2026, 6, 8, 6, 1, tzinfo=UTC)  # 08:01 in Zurich


@pytest.fixture
def letters(mails):
    return lambda **about: mails(kind=KIND, **about)


@pytest.fixture
def reader(ann, clock):
    """Ann lives in Zurich, and it is the Thursday before the first Monday; her schedule is there."""
    clock(MONDAY - timedelta(days=4))
    ann.time_zone = "Europe/Zurich"
    ann.save(update_fields=["time_zone"])
    write_due()
    return ann


def news(number=1):
    return Item(f"sample:{number}", f"News number {number}", f"/{number}/", "From the sample")


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
    letter.render()
    assert letter.subject == "News number 1, and 4 more"
    for words in [letter.text, letter.html]:
        assert "Hello Ann," in words
        assert "Answers to you" in words
        assert "From the sample" in words
        assert "http://" in words
        assert "/5/" in words
        assert letter.stop_url in words, "one click stops it"


def test_a_long_headline_leaves_room_for_how_much_more_there_is(reader, letters, clock, tell_in_digest):
    tell_in_digest("sample", Item("sample:1", "An answer to a very long question " * 6, "/1/"), news(2))
    clock(MONDAY)
    write_due()
    letters()[0].render()
    assert letters()[0].subject.endswith("…, and 1 more")


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
    assert windows == [WEEK, 4 * WEEK]


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
    assert windows[0] == 2 * WEEK, "once it is mended, it tells of both weeks"


def test_staff_see_a_failure_even_where_no_letter_came(reader, letters, clock, tell_in_digest):
    tell_in_digest("broken", ValueError("a bug"))
    clock(MONDAY)
    write_due()
    assert letters() == []
    assert Digest.objects.get().left_out == ["broken"]


def test_one_persons_trouble_does_not_hold_up_the_others(reader, eli, letters, clock, tell_in_digest, monkeypatch):
    tell_in_digest("sample", news())
    whole = writing._context

    def broken_for_ann(person, gathered):
        if person == reader:
            raise ValueError("a bug")
        return whole(person, gathered)

    monkeypatch.setattr(writing, "_context", broken_for_ann)
    write_due()
    clock(MONDAY.replace(hour=9))
    write_due()
    assert [letter.to for letter in letters()] == [eli]
    assert not DigestEntry.objects.filter(person=reader).exists(), "what did not go out was not told"
    monkeypatch.undo()
    tell_in_digest("sample", news())
    clock(timedelta(hours=1, minutes=1))
    write_due()
    assert len(letters(to=reader)) == 1, "an hour later, once it is mended"


def test_each_person_costs_the_same_however_many_there_are(make_person, clock, tell_in_digest):
    for name in ["one", "two", "three"]:
        tell_in_digest(name, *(Item(f"{name}:{n}", "News", f"/{name}/{n}/") for n in range(5)))

    def cost(people, at):
        for _ in range(people):
            person = make_person()
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        clock(at - timedelta(days=1))
        write_due()
        clock(at)
        with CaptureQueriesContext(connection) as queries:
            write_due()
        return len(queries)

    few = cost(2, MONDAY.replace(hour=9))
    many = cost(12, MONDAY.replace(hour=9) + WEEK)  # and the first two
    assert (many - few) / 12 <= few / 2, "no person costs more because there are others"
    # claim, stops and confirmed address in one · ledger · digest · entries · stops and letter · schedule · savepoints
    assert (many - few) / 12 <= 24
    assert Mail.objects.filter(kind=KIND).count() == 14, "nothing new for the first two"

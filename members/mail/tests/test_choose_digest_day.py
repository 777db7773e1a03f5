"""Looking at the next digest before it comes, and choosing how often, when, and how much of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.audit.models import Entry
from members.mail import ranking, sections
from members.mail.kinds import digest_kind
from members.mail.models import Digest, DigestEntry, DigestSchedule
from members.mail.preferences import is_stopped, stop

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 6, 2, 9, tzinfo=UTC)
WEDNESDAYS = {"round": "weekly", "weekday": 2, "day": 1, "hour": 7, "minutes": 6}


def choose(client, **changes):
    return client.post(reverse("mail:digest"), WEDNESDAYS | changes, follow=True)


def page_of(client):
    return client.get(reverse("mail:digest")).content.decode()


@pytest.fixture
def zurich_ann(ann, clock):
    clock(TUESDAY)
    ann.time_zone = "Europe/Zurich"
    ann.save(update_fields=["time_zone"])
    return ann


def test_the_page_says_when_the_next_one_comes_and_what_it_would_tell(ann_client, zurich_ann, tell_in_digest):
    why = sections.Why(ranking.ANSWERED, "You asked this in March.")
    tell_in_digest("sample", sections.Item("sample:1", "Eli answered you", "/there/", "In the sample", why=(why,)))
    page = page_of(ann_client)
    for words in ["Comes on Monday 8 June, 08:00", "Eli answered you", "You asked this in March.", "About 1 minute"]:
        assert words in page


def test_looking_changes_nothing(ann_client, zurich_ann, tell_in_digest):
    tell_in_digest("sample", sections.Item("sample:1", "Eli answered you", "/there/"))
    for _look in range(2):
        assert "Eli answered you" in page_of(ann_client)
    assert not DigestSchedule.objects.exists()
    assert not DigestEntry.objects.exists()
    assert not Digest.objects.exists()


def test_a_quiet_week_says_so(ann_client, ann, tell_in_digest):
    assert "no letter comes" in page_of(ann_client)


def test_choosing_a_day_and_an_hour(ann_client, zurich_ann, tell_in_digest):
    page = choose(ann_client).content.decode()
    schedule = DigestSchedule.objects.get(person=zurich_ann)
    assert (schedule.weekday, schedule.hour) == (2, 7)
    assert schedule.due_at == datetime(2026, 6, 3, 5, tzinfo=UTC)
    assert "Your next letter comes on Wednesday 3 June, 07:00." in page


@pytest.mark.parametrize(
    ("about", "moment"),
    [
        ({"round": "daily"}, "Wednesday 3 June, 07:00"),
        ({"round": "monthly", "day": 15}, "Monday 15 June, 07:00"),
        ({"round": "monthly", "day": 1}, "Wednesday 1 July, 07:00"),
    ],
)
def test_every_day_or_once_a_month(ann_client, zurich_ann, tell_in_digest, about, moment):
    assert f"Your next letter comes on {moment}." in choose(ann_client, **about).content.decode()


def test_how_long_one_reads_decides_what_is_in_it(ann_client, zurich_ann, tell_in_digest):
    why = (sections.Why(ranking.FOLLOWS),)
    tell_in_digest(
        "sample",
        *(sections.Item(f"sample:{n}", f"Long talk {n}", f"/{n}/", words=350, why=why) for n in range(5)),
    )
    choose(ann_client, minutes=2)
    assert [f"Long talk {n}" in page_of(ann_client) for n in range(5)] == [True, False, False, False, False]
    choose(ann_client, minutes=15)
    assert all(f"Long talk {n}" in page_of(ann_client) for n in range(5))


def test_choosing_the_same_twice_is_recorded_once(ann_client, zurich_ann, tell_in_digest):
    choose(ann_client)
    due = DigestSchedule.objects.get().due_at
    choose(ann_client)
    assert DigestSchedule.objects.get().due_at == due
    assert Entry.objects.filter(action="mail.digest_day_chosen").count() == 1


def test_another_day_never_makes_two_letters_within_four_days(ann_client, zurich_ann, tell_in_digest):
    DigestSchedule.objects.create(
        person=zurich_ann,
        time_zone="Europe/Zurich",
        due_at=TUESDAY + timedelta(days=6),
        written_at=TUESDAY - timedelta(days=1),
    )
    choose(ann_client)
    assert DigestSchedule.objects.get().due_at == datetime(2026, 6, 10, 5, tzinfo=UTC), "not tomorrow"


def test_never_is_the_same_choice_as_in_the_preferences(ann_client, ann, tell_in_digest):
    kind = digest_kind().name
    choose(ann_client, round="never")
    assert is_stopped(ann.pk, kind)
    assert "Stopped" in page_of(ann_client)
    assert DigestSchedule.objects.get(person=ann).round == "weekly", "kept for who comes back to it"
    choose(ann_client)
    assert not is_stopped(ann.pk, kind)
    stop(ann.pk, kind)
    assert "Stopped" in page_of(ann_client)


def test_who_was_asked_whether_they_still_want_it_answers_by_choosing(ann_client, ann, tell_in_digest):
    schedule = DigestSchedule.planned_for(ann, timezone.now())
    schedule.asked_at, schedule.in_silence = timezone.now(), 3
    schedule.save()
    assert "we stopped writing" in page_of(ann_client)
    choose(ann_client)
    schedule.refresh_from_db()
    assert (schedule.asked_at, schedule.in_silence) == (None, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 7},
        {"hour": 24},
        {"hour": ""},
        {"weekday": "Monday"},
        {"day": 31},
        {"minutes": 7},
        {"round": "hourly"},
    ],
)
def test_a_day_that_is_none_is_named_and_changes_nothing(ann_client, tell_in_digest, wrong):
    page = choose(ann_client, **wrong)
    assert page.context["form"].errors
    assert not DigestSchedule.objects.exists()


def test_each_person_chooses_their_own(ann_client, ann, eli, tell_in_digest):
    DigestSchedule.planned_for(eli, timezone.now()).save()
    choose(ann_client)
    assert DigestSchedule.objects.get(person=eli).weekday == 0


def test_a_stranger_is_led_to_sign_in(client):
    assert client.post(reverse("mail:digest")).url.startswith(reverse("account_login"))


def test_the_preferences_lead_there(ann_client):
    assert reverse("mail:digest") in ann_client.get(reverse("mail:preferences")).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_preview_costs_the_same_at_any_length(
    ann_client, ann, tell_in_digest, how_many, django_assert_max_num_queries
):
    tell_in_digest("sample", *(sections.Item(f"sample:{n}", f"News {n}", f"/{n}/") for n in range(how_many)))
    # session, person, notices, the choice, schedule, less, ledger, a savepoint around the sections
    with django_assert_max_num_queries(10):
        ann_client.get(reverse("mail:digest"))

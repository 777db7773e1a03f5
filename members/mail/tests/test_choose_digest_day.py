"""Looking at the next digest before it comes, and choosing its day and hour."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.audit.models import Entry
from members.mail import sections
from members.mail.kinds import digest_kind
from members.mail.models import Digest, DigestEntry, DigestSchedule
from members.mail.preferences import is_stopped, stop

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 6, 2, 9, tzinfo=UTC)


def choose(client, **changes):
    return client.post(reverse("mail:digest"), {"wanted": "on", "weekday": 2, "hour": 7} | changes, follow=True)


@pytest.fixture
def zurich_ann(ann, clock):
    clock(TUESDAY)
    ann.time_zone = "Europe/Zurich"
    ann.save(update_fields=["time_zone"])
    return ann


def test_the_page_says_when_the_next_one_comes_and_what_it_would_tell(ann_client, zurich_ann, tell_in_digest):
    tell_in_digest("sample", sections.Item("sample:1", "Eli answered you", "/there/", "In the sample"))
    page = ann_client.get(reverse("mail:digest")).content.decode()
    assert "Comes on Monday 8 June, 08:00" in page
    assert "Eli answered you" in page


def test_looking_changes_nothing(ann_client, zurich_ann, tell_in_digest):
    tell_in_digest("sample", sections.Item("sample:1", "Eli answered you", "/there/"))
    ann_client.get(reverse("mail:digest"))
    ann_client.get(reverse("mail:digest"))
    assert not DigestSchedule.objects.exists()
    assert not DigestEntry.objects.exists()
    assert not Digest.objects.exists()


def test_a_quiet_week_says_so(ann_client, ann, tell_in_digest):
    assert "no letter comes" in ann_client.get(reverse("mail:digest")).content.decode()


def test_choosing_a_day_and_an_hour(ann_client, zurich_ann, tell_in_digest):
    page = choose(ann_client).content.decode()
    schedule = DigestSchedule.objects.get(person=zurich_ann)
    assert (schedule.weekday, schedule.hour) == (2, 7)
    assert schedule.due_at == datetime(2026, 6, 3, 5, tzinfo=UTC)
    assert "Your next letter comes on Wednesday 3 June, 07:00." in page


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


def test_not_wanting_it_is_the_same_choice_as_in_the_preferences(ann_client, ann, tell_in_digest):
    kind = digest_kind().name
    choose(ann_client, wanted="")
    assert is_stopped(ann.pk, kind)
    assert "Stopped" in ann_client.get(reverse("mail:digest")).content.decode()
    choose(ann_client)
    assert not is_stopped(ann.pk, kind)
    stop(ann.pk, kind)
    assert "Stopped" in ann_client.get(reverse("mail:digest")).content.decode()


@pytest.mark.parametrize("wrong", [{"weekday": 7}, {"hour": 24}, {"hour": ""}, {"weekday": "Monday"}])
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
    # session, person, notices, stops, schedule, ledger, a savepoint around the section
    with django_assert_max_num_queries(9):
        ann_client.get(reverse("mail:digest"))

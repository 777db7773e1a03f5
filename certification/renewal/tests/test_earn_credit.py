"""Being there posts a credit, once; what is withdrawn no longer counts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from certification.credentials.models import Credential, register_day
from certification.renewal.models import Credit
from events.registration.signals import attendance_recorded
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db


def test_being_checked_in_posts_a_credit_and_says_so(ann, make_credential, attend):
    subject = Subject.objects.competencies()[0]
    credential = make_credential(ann)
    registration = attend(ann, credit_minutes=90, title="Maps that live", subjects=[subject])
    credit = credential.credits.get()
    assert (credit.minutes, credit.category, credit.title) == (90, "real_time", "Maps that live")
    assert credit.earned_on == registration.event.first_day
    assert credit.url == registration.event.get_absolute_url()
    assert list(credit.subjects.all()) == [subject]
    assert ann.notices.filter(headline="1.5 credits for “Maps that live”").count() == 1


def test_hearing_of_it_twice_posts_once(ann, hana, make_credential, attend):
    credential = make_credential(ann)
    registration = attend(ann)
    attendance_recorded.send(sender=type(registration), registration=registration, by=hana)
    assert credential.credits.count() == 1
    assert ann.notices.filter(kind="certification/renewal/credit").count() == 1


@pytest.mark.parametrize(("minutes", "counted"), [(50, 45), (15, 15), (14, None), (0, None)])
def test_whole_quarters_of_an_hour_count(ann, make_credential, attend, minutes, counted):
    credential = make_credential(ann)
    attend(ann, credit_minutes=minutes)
    assert list(credential.credits.values_list("minutes", flat=True)) == ([counted] if counted else [])


def test_who_holds_none_gets_none(ann, attend):
    attend(ann)
    assert not Credit.objects.exists()


@pytest.mark.parametrize(("first_day", "counts"), [(-1, False), (0, True)])
def test_the_day_of_the_event_counts_not_that_of_the_entry(ann, make_credential, attend, first_day, counts):
    """Awarded three days ago, checked in today: what counts is when the event was."""
    awarded_on = register_day() - timedelta(days=3)
    make_credential(ann, awarded_on=awarded_on)
    day = awarded_on + timedelta(days=first_day)
    attend(ann, starts_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    assert Credit.objects.exists() == counts


def test_the_day_is_that_of_the_place(ann, make_credential, attend):
    """23:00 in UTC of the day before the award is 08:00 of the award's day in Tokyo."""
    awarded_on = register_day() - timedelta(days=5)
    make_credential(ann, awarded_on=awarded_on)
    before = awarded_on - timedelta(days=1)
    attend(ann, starts_at=datetime(before.year, before.month, before.day, 23, tzinfo=UTC), time_zone="Asia/Tokyo")
    assert Credit.objects.get().earned_on == awarded_on


def test_after_the_term_nothing_counts(ann, make_credential, attend):
    make_credential(ann, awarded_on=register_day() - timedelta(days=1200))
    attend(ann)
    assert not Credit.objects.exists()


def test_while_suspended_nothing_counts_and_afterwards_it_does(ann, carol, make_credential, attend, clock):
    credential = make_credential(ann)
    credential.suspend(by=carol, reason="A question.")
    clock(timedelta(days=10))
    attend(ann, days_ago=3)
    assert not Credit.objects.exists()
    credential.reinstate(by=carol, reason="Answered.")
    clock(timedelta(days=10))
    attend(ann, days_ago=3)
    assert Credit.objects.count() == 1


def test_what_was_attended_on_the_day_of_the_award_counts_when_it_is_entered(ann, carol, attend, make_credential):
    attend(ann, days_ago=2)
    attend(ann, days_ago=30)
    make_credential(ann, awarded_on=register_day() - timedelta(days=5))
    assert Credit.objects.get().earned_on >= register_day() - timedelta(days=3)


def test_withdrawn_attendance_counts_no_more_and_recorded_again_it_does(ann, hana, make_credential, attend):
    credential = make_credential(ann)
    registration = attend(ann)
    registration.withdraw_attendance(by=hana)
    credit = credential.credits.get()
    assert credit.void_reason == "The attendance was withdrawn."
    assert ann.notices.filter(headline__contains="no longer counts").exists()
    registration.event.credit_minutes = 120
    registration.event.save(update_fields=["credit_minutes"])
    registration.record_attendance(by=hana)
    credit.refresh_from_db()
    assert credit.is_counted
    assert credit.minutes == 120
    assert credential.credits.count() == 1


def test_what_staff_took_back_stays_taken_back(ann, hana, carol_client, make_credential, attend):
    credential = make_credential(ann)
    registration = attend(ann)
    credit = credential.credits.get()
    carol_client.post(f"/admin/renewal/credit/{credit.pk}/void/", {"reason": "Somebody else wore the badge."})
    registration.withdraw_attendance(by=hana)
    registration.record_attendance(by=hana)
    credit.refresh_from_db()
    assert not credit.is_counted
    assert credit.void_reason == "Somebody else wore the badge."


def test_the_ledger_shows_each_with_its_cycle_and_only_to_its_holder(ann, eli, client_of, make_credential, post):
    post(make_credential(ann), 1.25)
    post(make_credential(eli), 7)
    page = client_of(ann).get(reverse("certification:credits")).content.decode()
    assert "1.25 credits" in page
    assert "7 credits" not in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_ledger_costs_the_same_at_any_length(
    ann, ann_client, make_credential, attend, how_many, django_assert_num_queries
):
    make_credential(ann)
    subjects = list(Subject.objects.competencies()[:2])
    for number in range(how_many):
        attend(ann, days_ago=number + 1, subjects=subjects)
    ann_client.get(reverse("certification:credits"))
    # session, person, notices; credential, notices read, past cycles, credits, their subjects, claims
    with django_assert_num_queries(9):
        ann_client.get(reverse("certification:credits"))


def test_without_a_credential_the_pages_say_what_they_are_for(eli_client):
    for name in ["credential", "credits", "renewal"]:
        page = eli_client.get(reverse(f"certification:{name}"))
        assert "This is where your credential stands" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_check_ins_at_the_same_moment_post_one_credit(ann, hana, make_credential, attend):
    registration = attend(ann)  # before the credential: nothing is posted yet
    credential = make_credential(ann, awarded_on=register_day() - timedelta(days=1))
    Credential.objects.update(
        awarded_on=register_day() - timedelta(days=30), cycle_starts_on=register_day() - timedelta(days=30)
    )
    both_ready = Barrier(2, timeout=10)

    def hear(_):
        try:
            both_ready.wait()
            attendance_recorded.send(sender=type(registration), registration=registration, by=hana)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(hear, range(2)))
    assert credential.credits.count() == 1
    assert ann.notices.filter(kind="certification/renewal/credit").count() == 1

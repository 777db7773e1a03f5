from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from certification.applications.models import Application
from certification.exams.models import Authorization, NotNow, Sitting
from certification.exams.signals import sitting_passed
from certification.exams.states import TRANSITIONS, State
from certification.exams.tasks import expire
from certification.framework.models import ProgramRules
from members.days import months_after

pytestmark = pytest.mark.django_db
EXAM = "certification:exam"
SECTIONS = {1: 70, 2: 80, 3: 65, 4: 90, 5: 75}


@pytest.fixture
def heard():
    """The sittings of which `sitting_passed` was sent."""
    passed = []

    def hear(sender, sitting, by, **kwargs):
        passed.append(sitting.pk)

    sitting_passed.connect(hear, weak=False)
    yield passed
    sitting_passed.disconnect(hear)


@pytest.fixture
def sat(make_sitting, clock):
    """`sat(**about)`: a sitting that began yesterday."""

    def make(**about):
        sitting = make_sitting(**about)
        clock(sitting.scheduled_for + timedelta(days=1))
        return sitting

    return make


def page_of(client):
    return client.get(reverse(EXAM)).content.decode()


def letters(mails, person):
    return [mail.kind.rpartition("/")[2] for mail in mails(to=person) if mail.kind.startswith("certification/exams")]


def test_an_approval_gives_six_months_once(ann, make_application, dora):
    application = make_application("approved")
    today = timezone.localdate()
    authorization = Authorization.grant(application, by=dora)
    assert ann.ccxp_authorizations.get() == authorization
    assert (authorization.opens_on, authorization.expires_on) == (today, months_after(today, 6))


def test_a_candidate_says_which_dates_suit_and_may_change_them(ann_client, ann, make_authorization):
    authorization = make_authorization()
    wish = {"place": "centre", "city": "Zurich", "dates": "Mondays in March"}
    ann_client.post(reverse(EXAM), wish)
    ann_client.post(reverse(EXAM), wish | {"dates": "Fridays in April"})
    assert authorization.wishes.get().dates == "Fridays in April"
    assert "Your dates are with us" in page_of(ann_client)


def test_a_wish_for_a_centre_needs_a_city_and_keeps_what_was_typed(ann_client, make_authorization):
    authorization = make_authorization()
    page = ann_client.post(reverse(EXAM), {"place": "centre", "dates": "Mondays"}).content.decode()
    assert "Say near which city" in page
    assert "Mondays" in page
    assert not authorization.wishes.exists()


def test_who_may_not_sit_cannot_wish(eli_client, cleo, client_of, client):
    assert eli_client.post(reverse(EXAM), {"place": "online", "dates": "Now"}).status_code == 404
    assert "When your application is approved" in page_of(client_of(cleo))
    assert "login" in client.get(reverse(EXAM)).url


def test_staff_arrange_a_sitting_and_the_candidate_reads_both_times(
    carol_client, ann_client, ann, make_authorization, mails
):
    type(ann).objects.filter(pk=ann.pk).update(time_zone="America/New_York")
    authorization = make_authorization()
    authorization.wish(by=ann, place="centre", city="Zurich", dates="Mondays")
    day = timezone.localdate() + timedelta(days=20)
    posted = {"day": day, "begins": "09:00", "time_zone": "Europe/Zurich", "place": "Seestrasse 1"}
    address = reverse("admin:exams_authorization_schedule", args=[authorization.pk])
    assert "Mondays" in carol_client.get(address).content.decode()
    for _ in range(2):
        carol_client.post(address, posted | {"provider_reference": "P-1"})
    sitting = authorization.sittings.get()
    assert (sitting.day, sitting.state) == (day, "scheduled")
    assert authorization.wishes.get().settled_at
    assert letters(mails, ann) == ["scheduled"]
    page = page_of(ann_client)
    assert "in Zurich" in page
    assert "in New York for you" in page


@pytest.mark.parametrize(("days", "said"), [(-1, "gone by"), (400, "outside the time")])
def test_a_date_outside_the_time_is_refused_in_words(carol_client, make_authorization, days, said):
    authorization = make_authorization()
    posted = {"day": timezone.localdate() + timedelta(days=days), "begins": "09:00", "time_zone": "UTC"}
    posted |= {"place": "Online", "provider_reference": "P-1"}
    address = reverse("admin:exams_authorization_schedule", args=[authorization.pk])
    assert said in carol_client.post(address, posted).content.decode()
    assert not authorization.sittings.exists()


def test_a_reference_belongs_to_one_sitting(eli, carol, make_sitting, make_authorization):
    taken = make_sitting()
    other = make_authorization(eli)
    about = {"at": taken.scheduled_for, "time_zone": "UTC", "place": "Online", "by": carol}
    with pytest.raises(NotNow, match="Another sitting has this reference"):
        Sitting.schedule(other, provider_reference=taken.provider_reference, **about)


def test_a_sitting_is_moved_and_called_off_with_a_letter_each(ann, carol, make_sitting, mails):
    sitting = make_sitting()
    later = sitting.scheduled_for + timedelta(days=3)
    for _ in range(2):
        sitting.reschedule(at=later, place="Room 2", by=carol)
    for _ in range(2):
        sitting.call_off(by=carol, reason="The centre is closed.")
    assert letters(mails, ann) == ["scheduled", "scheduled", "called_off"]
    assert sitting.authorization.may_sit_again


def test_passed_is_recorded_once_told_once_and_shown(carol_client, ann_client, ann, sat, mails, heard):
    sitting = sat()
    posted = {"outcome": "passed"} | {f"section_{number}": percent for number, percent in SECTIONS.items()}
    address = reverse("admin:exams_sitting_result", args=[sitting.pk])
    for _ in range(2):
        carol_client.post(address, posted)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.recorded_by.email) == ("passed", "carol@cxpa.example")
    assert {each.competency.number: each.percent for each in sitting.sections.all()} == SECTIONS
    assert heard == [sitting.pk]
    assert letters(mails, ann) == ["scheduled", "result"]
    assert "90 %" in page_of(ann_client)


def test_a_recorded_result_is_not_turned_into_another(carol, sat, heard):
    sitting = sat()
    sitting.record_result(passed=False, by=carol)
    with pytest.raises(NotNow):
        sitting.record_result(passed=True, by=carol)
    assert heard == []


def test_a_wrong_result_is_made_void_with_a_reason(carol, carol_client, sat):
    sitting = sat()
    sitting.record_result(passed=True, by=carol)
    address = reverse("admin:exams_sitting_void", args=[sitting.pk])
    carol_client.post(address, {"reason": ""})
    sitting.refresh_from_db()
    assert sitting.state == "passed"
    carol_client.post(address, {"reason": "Entered for the wrong person."})
    sitting.refresh_from_db()
    assert sitting.state == "void"
    assert Authorization.objects.get(pk=sitting.authorization_id).may_sit_again


def test_no_result_before_the_exam_or_of_a_section_there_is_not(carol, make_sitting, clock):
    sitting = make_sitting()
    with pytest.raises(NotNow, match="still to come"):
        sitting.record_result(passed=True, by=carol)
    clock(timedelta(days=8))
    for sections in [{6: 50}, {1: 101}]:
        with pytest.raises(ValueError, match=r"section|percent"):
            sitting.record_result(passed=True, by=carol, sections=sections)
    sitting.refresh_from_db()
    assert sitting.state == "scheduled"


def test_after_a_failed_sitting_one_waits_and_may_sit_again(ann_client, carol, rules, sat, make_sitting, mails, ann):
    ProgramRules.objects.filter(pk=rules.pk).update(retake_wait_days=30, attempts_most=2)
    first = sat()
    first.record_result(passed=False, by=carol, sections=SECTIONS)
    authorization = Authorization.objects.of(ann)
    assert authorization.next_from == first.day + timedelta(days=30)
    assert mails(to=ann)[-1].context["may_sit_again"]
    assert "The rules let you sit again from" in page_of(ann_client)
    with pytest.raises(NotNow, match="wait longer"):
        make_sitting(authorization=authorization, at=first.scheduled_for + timedelta(days=10))
    second = sat(authorization=authorization, at=first.scheduled_for + timedelta(days=31))
    second.record_result(passed=False, by=carol)
    assert "allow no further sitting" in page_of(ann_client)
    with pytest.raises(NotNow, match="no further sitting"):
        make_sitting(authorization=Authorization.objects.of(ann), at=timezone.now() + timedelta(days=40))


def test_not_coming_is_no_attempt(carol_client, ann, rules, sat):
    ProgramRules.objects.filter(pk=rules.pk).update(attempts_most=1)
    sitting = sat()
    carol_client.post(
        reverse("admin:exams_sitting_changelist"), {"action": "did_not_come", "_selected_action": [sitting.pk]}
    )
    sitting.refresh_from_db()
    assert sitting.state == "no_show"
    assert Authorization.objects.of(ann).attempts_left == 1


def test_the_right_to_sit_is_announced_and_ends_each_once(ann, client_of, make_authorization, mails, clock):
    authorization = make_authorization()
    clock(timedelta(days=155))
    for _ in range(2):
        expire()
    assert letters(mails, ann) == ["ends_soon"]
    clock(timedelta(days=40))
    for _ in range(2):
        expire()
    authorization.refresh_from_db()
    assert authorization.ended_at
    assert letters(mails, ann) == ["ends_soon", "ended"]
    assert "Begin a new application" in page_of(client_of(ann))


def test_on_its_last_day_it_still_holds_and_a_sitting_under_way_counts(ann, sat, make_authorization, clock):
    authorization = make_authorization()
    evening = timezone.now().replace(hour=20, minute=0) + (authorization.expires_on - timezone.localdate())
    clock(evening)
    expire()
    authorization.refresh_from_db()
    assert authorization.is_active
    sat(authorization=authorization, at=evening + timedelta(minutes=30))
    expire()
    authorization.refresh_from_db()
    assert authorization.is_active


def test_more_time_needs_a_reason_and_opens_it_again(carol, client_of, make_authorization, clock):
    authorization = make_authorization()
    clock(timedelta(days=200))
    expire()
    carol_client = client_of(carol)
    until = timezone.localdate() + timedelta(days=60)
    address = reverse("admin:exams_authorization_extend", args=[authorization.pk])
    carol_client.post(address, {"until": until, "reason": ""})
    authorization.refresh_from_db()
    assert not authorization.is_active
    carol_client.post(address, {"until": until, "reason": "She was ill."})
    authorization.refresh_from_db()
    assert (authorization.is_active, authorization.expires_on) == (True, until)


def test_reviewers_and_deciders_record_no_results(rex_client, dora_client, sat):
    sitting = sat()
    address = reverse("admin:exams_sitting_result", args=[sitting.pk])
    for client in [rex_client, dora_client]:
        client.post(address, {"outcome": "passed"})
    sitting.refresh_from_db()
    assert sitting.state == "scheduled"


def test_every_step_that_is_not_in_the_table_is_refused(make_sitting):
    sitting = make_sitting()
    for state in State:
        Sitting.objects.filter(pk=sitting.pk).update(state=state, recorded_at=timezone.now(), reason="For a test.")
        for target in set(State) - TRANSITIONS[state]:
            sitting.refresh_from_db()
            with pytest.raises(NotNow):
                sitting._go(target, by=None, said="tried")


@pytest.mark.parametrize("how_many", [1, 4])
def test_the_page_costs_the_same_after_many_sittings(
    ann_client, carol, sat, make_authorization, how_many, django_assert_max_num_queries
):
    authorization = make_authorization()
    for _ in range(how_many):
        sat(authorization=authorization).record_result(passed=False, by=carol, sections=SECTIONS)
        authorization = Authorization.objects.of(authorization.person)
    page_of(ann_client)
    with django_assert_max_num_queries(18):
        page_of(ann_client)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_the_same_moment_record_one_result(carol, sat, heard):
    sitting = sat()

    def record(_):
        try:
            Sitting.objects.get(pk=sitting.pk).record_result(passed=True, by=carol, sections=SECTIONS)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(record, range(2)))
    assert heard == [sitting.pk]
    assert sitting.sections.count() == 5
    assert Application.objects.count() == 1

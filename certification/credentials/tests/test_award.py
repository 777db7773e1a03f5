"""A passed exam makes a CCXP, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from certification.credentials import numbers
from certification.credentials.models import Credential, register_day
from certification.exams.signals import sitting_passed
from certification.framework.steps import step_for
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_who_passes_is_a_ccxp_under_the_legal_name(ann, sat_yesterday, dora, mails):
    sitting = sat_yesterday(ann, legal_name="Ann Chioma Okafor")
    sitting.record_result(passed=True, by=dora)
    credential = ann.credentials.get()
    assert (credential.name, credential.sitting, credential.awarded_by) == ("Ann Chioma Okafor", sitting, dora)
    assert credential.awarded_on == credential.cycle_starts_on == register_day()
    assert credential.expires_on.year == credential.awarded_on.year + 3
    letter = mails(kind="certification/credentials/awarded")[0]
    letter.render()
    assert letter.to == ann
    assert letter.subject == f"You are a CCXP: {credential.number}"
    assert credential.get_absolute_url() in letter.text
    assert credential.get_absolute_url() in letter.html
    assert ann.notices.filter(key=f"credential:{credential.pk}:awarded:1").exists()
    assert Entry.objects.filter(action="credentials.awarded", by=dora).count() == 1


def test_who_fails_is_not(ann, sat_yesterday, dora):
    sat_yesterday(ann).record_result(passed=False, by=dora)
    assert not ann.credentials.exists()


def test_without_a_legal_name_it_is_the_name_of_the_account(ann, sat_yesterday, dora):
    sat_yesterday(ann).record_result(passed=True, by=dora)
    assert ann.credentials.get().name == ann.name


def test_hearing_of_the_same_sitting_twice_awards_once(ann, sat_yesterday, dora, mails):
    sitting = sat_yesterday(ann)
    sitting.record_result(passed=True, by=dora)
    sitting_passed.send(sender=type(sitting), sitting=sitting, by=dora)
    assert ann.credentials.count() == 1
    assert len(mails(kind="certification/credentials/awarded")) == 1


@pytest.mark.parametrize("state", ["active", "suspended"])
def test_who_holds_one_keeps_it(ann, carol, make_credential, state):
    held = make_credential(ann, state=state)
    assert Credential.award(ann, name="Ann", framework=held.framework, by=carol) == held


@pytest.mark.parametrize(("state", "days"), [("active", 1200), ("revoked", 500), ("surrendered", 500)])
def test_one_that_is_over_is_followed_by_a_new_one(ann, carol, make_credential, state, days):
    old = make_credential(ann, state=state, awarded_on=register_day() - timedelta(days=days))
    new = Credential.award(ann, name="Ann Okafor", framework=old.framework, by=carol)
    old.refresh_from_db()
    assert new.number != old.number
    assert old.succeeded_at
    assert Credential.objects.held_by(ann).get() == new
    assert old.newer == new


def test_three_years_from_29_february_end_on_the_28th(ann, make_credential):
    credential = make_credential(ann, awarded_on=date(2024, 2, 29))
    assert credential.expires_on == date(2027, 2, 28)


def test_the_button_of_the_scheme_leads_to_the_credential(ann, make_credential):
    credential = make_credential(ann)
    assert step_for(ann).url == "/certification/credential/"
    assert credential.standing().sentence in step_for(ann).sentence
    assert not step_for(ann).may_apply


def test_a_withdrawn_one_keeps_the_door_shut_for_a_year(ann, make_credential, clock):
    make_credential(ann, state="revoked")
    assert not step_for(ann).may_apply
    clock(timedelta(days=366))
    assert step_for(ann).may_apply


def test_numbers_are_drawn_and_checked():
    drawn = {numbers.draw() for _ in range(50)}
    assert len(drawn) > 45
    for number in drawn:
        assert numbers.read(number) == numbers.read(number.lower().replace("-", " ")) == number
        assert numbers.is_well_formed(number)


def test_every_slip_of_one_digit_and_every_swap_is_seen():
    for number in [numbers.draw() for _ in range(5)]:
        digits, letter = number[5:-1], number[-1]
        for place in range(6):
            for other in "0123456789":
                wrong = digits[:place] + other + digits[place + 1 :]
                assert numbers.is_well_formed(f"CCXP-{wrong}{letter}") == (wrong == digits)
            for second in range(place):
                swapped = list(digits)
                swapped[place], swapped[second] = swapped[second], swapped[place]
                wrong = "".join(swapped)
                assert numbers.is_well_formed(f"CCXP-{wrong}{letter}") == (wrong == digits)


@pytest.mark.django_db(transaction=True)
def test_two_awards_at_the_same_moment_make_one_ccxp(ann, carol, make_credential, make_person):
    framework = make_credential(make_person()).framework
    both_ready = Barrier(2, timeout=10)

    def award(_):
        try:
            both_ready.wait()
            return Credential.award(ann, name="Ann", framework=framework, by=carol).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(award, range(2))
    assert first == second
    assert ann.credentials.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_find_nothing_and_the_database_refuses_the_second(
    ann, make_credential, make_person
):
    """The control of the test above: the race is real, and the last word is the constraint's."""
    framework = make_credential(make_person()).framework
    both_looked = Barrier(2, timeout=10)

    def award_carelessly(number):
        try:
            assert not Credential.objects.filter(person=ann).exists()
            both_looked.wait()
            day = register_day()
            dates = {"awarded_on": day, "cycle_starts_on": day, "state_since": day}
            Credential.objects.create(
                number=number,
                person=ann,
                name="Ann",
                plain_name="ann",
                framework=framework,
                expires_on=day + timedelta(days=1000),
                **dates,
            )
            return "made"
        except IntegrityError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(award_carelessly, [numbers.draw(), numbers.draw()])) == ["made", "refused"]

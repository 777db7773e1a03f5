"""Letters and the digest of a candidate."""

from datetime import timedelta

import pytest

from certification.exams.digest import items
from certification.exams.tasks import expire
from members.mail.delivery import deliver_due

pytestmark = pytest.mark.django_db


def letter(mails, word):
    deliver_due()
    found = mails(kind=f"certification/exams/{word}")[-1]
    assert found.state == "sent"
    assert "{" not in found.text + found.html.split("</style>")[1]
    return found


@pytest.fixture
def headlines(told_in_digest):
    return lambda person: [item.headline for item in told_in_digest(items, person)]


def test_the_date_with_its_place_and_both_zones(ann, make_sitting, mails):
    type(ann).objects.filter(pk=ann.pk).update(time_zone="Asia/Tokyo")
    sitting = make_sitting()
    found = letter(mails, "scheduled")
    for words in ["in Zurich", "in Tokyo for you", "Seestrasse 1", sitting.provider_reference]:
        assert words in found.text
        assert words in found.html


def test_called_off_with_the_reason(carol, make_sitting, mails):
    make_sitting().call_off(by=carol, reason="The centre is closed.")
    assert "The centre is closed." in letter(mails, "called_off").text


@pytest.mark.parametrize(
    ("passed", "words"), [(True, "You passed. Congratulations"), (False, "Many who hold the credential today")]
)
def test_the_result_kindly_with_what_comes_next(carol, make_sitting, mails, clock, passed, words):
    sitting = make_sitting()
    clock(timedelta(days=8))
    sitting.record_result(passed=passed, by=carol, sections={1: 70, 2: 80, 3: 65, 4: 90, 5: 75})
    found = letter(mails, "result")
    assert words in found.text
    assert ("You may sit again until" in found.text) is not passed
    assert ("Metrics, Measurements, and ROI" in found.text) is not passed


def test_before_and_after_the_right_to_sit_ends(make_authorization, mails, clock):
    make_authorization()
    clock(timedelta(days=160))
    expire()
    assert "You may sit the CCXP exam until" in letter(mails, "ends_soon").subject
    clock(timedelta(days=40))
    expire()
    assert "has ended" in letter(mails, "ended").subject


def test_the_digest_tells_the_candidate_what_is_next(
    ann, eli, carol, make_authorization, make_sitting, clock, headlines
):
    authorization = make_authorization()
    assert headlines(ann)[0].startswith("You may sit the CCXP exam until")
    sitting = make_sitting(authorization=authorization)
    assert headlines(ann)[0].startswith("Your CCXP exam is on")
    clock(timedelta(days=8))
    sitting.record_result(passed=True, by=carol)
    assert headlines(ann) == ["You passed the CCXP exam"]
    assert headlines(eli) == []

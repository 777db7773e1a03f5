"""Letters, notices and the digest of an application."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.applications.digest import items
from certification.applications.tasks import expire
from members.days import in_words
from members.mail.delivery import deliver_due
from members.mail.gathering import gather

pytestmark = pytest.mark.django_db


def letter(mails, word):
    deliver_due()
    found = mails(kind=f"certification/applications/{word}")[-1]
    assert found.state == "sent"
    assert "{" not in found.text + found.html.split("</style>")[1]
    return found


@pytest.mark.parametrize(
    ("state", "word", "subject", "words"),
    [
        (
            "in_review",
            "received",
            "Your CCXP application is in review, with an answer by ",
            ["Your payment has arrived"],
        ),
        (
            "changes_requested",
            "changes",
            "The reviewers ask for changes to your CCXP application, until ",
            ["Which of your names is on your passport?"],
        ),
        ("approved", "approved", "You may sit the CCXP exam", ["Tell us which dates suit you"]),
        (
            "denied",
            "denied",
            "Your CCXP application was not approved",
            ["Too little of your own work.", "US$345.00 of your fee", "within 30 days"],
        ),
        ("expired", "closed", "Your CCXP application is closed", ["You paid nothing"]),
    ],
)
def test_each_turn_has_its_letter_and_its_notice(ann, rules, make_application, mails, state, word, subject, words):
    type(rules).objects.filter(pk=rules.pk).update(appeal_days=30)
    make_application(state)
    found = letter(mails, word)
    assert found.subject.startswith(subject)
    for each in ["Dear Ann", *words]:
        assert each in found.text
        assert each in found.html
    assert ann.notices.filter(kind=found.kind).count() == 1


def test_without_a_time_to_appeal_the_letter_promises_none(make_application, mails):
    make_application("denied")
    assert "appeal" not in letter(mails, "denied").text


def test_before_it_is_closed_a_letter_says_until_when(ann, make_application, mails, clock):
    make_application()
    clock(timedelta(days=80))
    expire()
    assert letter(mails, "runs_out").subject.startswith("Your CCXP application is kept until ")


def test_after_changes_the_letter_says_that_they_arrived(ann, make_application, mails):
    make_application("changes_requested").submit(by=ann)
    assert "Your changes are with the reviewers" in letter(mails, "received").subject


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        ("awaiting_payment", "Your CCXP application waits for its payment"),
        ("in_review", "Your CCXP application is in review"),
        ("changes_requested", "The reviewers of your CCXP application wait for your changes"),
        ("approved", "Your CCXP application is approved: you may sit the exam"),
        ("denied", "Your CCXP application was decided"),
        ("draft", None),
        ("withdrawn", None),
        ("expired", None),
    ],
)
def test_the_digest_tells_the_applicant_and_nobody_else(ann, eli, make_application, state, headline, told_in_digest):
    make_application(state)
    assert [item.headline for item in told_in_digest(items, ann)] == ([headline] if headline else [])
    assert told_in_digest(items, eli) == []


def test_old_news_is_no_news(ann, make_application, told_in_digest):
    make_application("approved")
    now = timezone.now()
    assert told_in_digest(items, ann, since=now + timedelta(days=1), until=now + timedelta(days=8)) == []


def test_an_approval_leads_to_the_exam_and_is_silent_once_that_is_passed(
    ann, carol, make_sitting, clock, told_in_digest
):
    sitting = make_sitting()
    now = timezone.now()
    [item] = told_in_digest(items, ann, since=now - timedelta(days=1))
    assert item.url == reverse("certification:exam")
    assert item.detail.startswith("Your exam is on ")
    clock(timedelta(days=8))
    sitting.record_result(passed=True, by=carol)
    assert told_in_digest(items, ann, since=now - timedelta(days=1)) == []


def test_an_approval_and_the_right_to_sit_are_one_line_of_a_digest(ann, make_authorization):
    authorization = make_authorization()
    now = timezone.now()
    found = gather(ann, now - timedelta(days=1), now + timedelta(minutes=1))
    [told] = [item for item in found.items if item.url == reverse("certification:exam")]
    assert told.headline == "Your CCXP application is approved: you may sit the exam"
    assert told.detail == f"You may sit the exam until {in_words(authorization.expires_on)}."

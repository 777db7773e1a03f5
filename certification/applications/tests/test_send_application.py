from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.applications import attestation
from certification.applications.completeness import gaps_of
from certification.applications.models import Application, NotOpenYet
from certification.applications.tasks import expire
from certification.framework.models import ProgramRules

pytestmark = pytest.mark.django_db
SUBMISSION = "certification:submission"


def send(client, **changes):
    return client.post(reverse(SUBMISSION), {"agree": "on"} | changes)


def kinds_of(mails, person):
    return [mail.kind.rpartition("/")[2] for mail in mails(to=person) if mail.kind.startswith("certification/app")]


def test_it_is_sent_with_its_statement_and_brings_an_invoice(ann_client, make_application):
    application = make_application()
    response = send(ann_client)
    application.refresh_from_db()
    assert application.state == "awaiting_payment"
    assert response.url == application.invoice.get_absolute_url()
    assert application.invoice.total == 49500
    submission = application.submissions.get()
    assert submission.attestation == attestation.TEXT
    assert submission.fingerprint == attestation.fingerprint_of(submission.content)
    assert submission.content["answers"]["legal_name"] == "Ann Okafor"


def test_who_is_not_a_member_on_that_day_pays_the_other_fee(cleo, client_of, make_application):
    application = make_application(person=cleo)
    page = client_of(cleo).get(reverse(SUBMISSION)).content.decode()
    assert "It costs you US$645.00" in page
    send(client_of(cleo))
    application.refresh_from_db()
    assert application.invoice.total == 64500


def test_pressing_it_twice_sends_it_once(ann_client, ann, make_application):
    application = make_application()
    for _ in range(2):
        send(ann_client)
    application.submit(by=ann)
    assert (application.submissions.count(), ann.invoices.count()) == (1, 1)


def test_nothing_is_sent_without_the_statement(ann_client, make_application):
    application = make_application()
    assert "Without this statement" in send(ann_client, agree="").content.decode()
    application.refresh_from_db()
    assert application.state == "draft"


def test_what_is_missing_is_listed_with_the_way_there(ann_client, ann, rules, write_application):
    application = write_application(Application.start(ann), without=["story-4", "employer", "is_current"])
    page = send(ann_client).content.decode()
    application.refresh_from_db()
    assert application.state == "draft"
    assert "3 things are still missing" in page
    assert reverse("certification:section", args=["competency-4"]) + "#id_story-4" in page
    assert "Say until when, or that you still work there." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ended_month": "5", "ended_year": "2017", "is_current": ""}, "This ends before it begins."),
        ({"is_current": ""}, "Say until when"),
        ({"duties": "Much."}, "Say a little more"),
    ],
)
def test_work_has_to_hang_together(make_application, changes, said):
    application = make_application()
    row = application.jobs.get()
    for name, value in changes.items():
        application.save_field(f"job-{row.pk}-{name}", value, version=row.versions.get(name, 0))
    assert [gap for gap in gaps_of(application) if said in gap.sentence]


def test_too_few_months_are_said_but_do_not_stop_anybody(ann_client, ann, rules, issuer, write_application):
    application = write_application(Application.start(ann), without=["began_year"])
    row = application.jobs.get()
    application.save_field(f"job-{row.pk}-began_year", str(timezone.localdate().year), version=0)
    assert "people decide, not this count" in ann_client.get(reverse(SUBMISSION)).content.decode()
    send(ann_client)
    application.refresh_from_db()
    assert application.state == "awaiting_payment"


def test_without_a_fee_nothing_can_be_sent_and_nothing_is_lost(ann_client, ann, framework, issuer, write_application):
    application = write_application(Application.start(ann))
    assert "none can be sent for now" in ann_client.get(reverse(SUBMISSION)).content.decode()
    send(ann_client)
    application.refresh_from_db()
    assert (application.state, ann.invoices.count()) == ("draft", 0)
    # The draft follows the rules of the day, so that it opens when staff set the fee.
    ProgramRules.objects.create(effective_from=timezone.localdate(), fee_member=100, fee_other=200)
    send(ann_client)
    application.refresh_from_db()
    assert (application.state, application.invoice.total) == ("awaiting_payment", 100)


def test_without_an_account_to_pay_into_it_waits(ann, rules, write_application):
    application = write_application(Application.start(ann))
    with pytest.raises(NotOpenYet):
        application.submit(by=ann)
    application.refresh_from_db()
    assert application.state == "draft"


def test_a_fee_of_nothing_asks_for_no_payment(ann, framework, write_application):
    ProgramRules.objects.create(effective_from=timezone.localdate(), fee_member=0, fee_other=200)
    application = write_application(Application.start(ann))
    application.submit(by=ann)
    assert (application.state, application.invoice) == ("in_review", None)


def test_paid_it_goes_into_review_once_and_a_letter_says_until_when(ann, carol, make_application, mails):
    application = make_application("awaiting_payment")
    for _ in range(2):
        application.invoice.settle(by=carol, amount=49500)
    application.refresh_from_db()
    assert application.state == "in_review"
    assert kinds_of(mails, ann) == ["received"]


def test_with_the_invoice_given_up_it_is_a_draft_again_and_can_be_sent_anew(ann_client, ann, carol, make_application):
    application = make_application("awaiting_payment")
    application.invoice.void(by=carol, reason="Wrong address.")
    application.refresh_from_db()
    assert application.state == "draft"
    send(ann_client)
    application.refresh_from_db()
    assert application.state == "awaiting_payment"
    assert application.invoice.is_open
    assert ann.invoices.count() == 2


def test_withdrawing_gives_the_invoice_up(ann_client, make_application):
    application = make_application("awaiting_payment")
    for _ in range(2):
        ann_client.post(reverse("certification:withdrawal"))
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert application.invoice.state == "void"


def test_nobody_withdraws_somebody_elses(eli_client, make_application):
    application = make_application("in_review")
    assert eli_client.post(reverse("certification:withdrawal")).status_code == 404
    application.refresh_from_db()
    assert application.state == "in_review"


def test_after_the_end_a_new_one_can_be_begun(ann_client, ann, make_application):
    make_application("withdrawn")
    assert "Begin a new application" in ann_client.get(reverse("certification:application")).content.decode()
    ann_client.post(reverse("certification:application_beginning"))
    assert sorted(ann.ccxp_applications.values_list("state", flat=True)) == ["draft", "withdrawn"]


def test_who_may_sit_does_not_begin_another(ann_client, ann, make_application):
    make_application("approved")
    response = ann_client.post(reverse("certification:application_beginning"), follow=True)
    assert "You may sit the exam until" in response.content.decode()
    assert ann.ccxp_applications.count() == 1


def test_an_idle_draft_is_announced_and_then_closed_each_once(ann, make_application, mails, clock):
    application = make_application()
    clock(timedelta(days=77))
    for _ in range(2):
        expire()
    assert kinds_of(mails, ann) == ["runs_out"]
    clock(timedelta(days=15))
    for _ in range(2):
        expire()
    application.refresh_from_db()
    assert application.state == "expired"
    assert kinds_of(mails, ann) == ["runs_out", "closed"]


def test_a_draft_that_is_worked_on_lives_on(ann, make_application, clock):
    application = make_application()
    clock(timedelta(days=80))
    application.save_field("job_title", "CX director", version=0)
    clock(timedelta(days=30))
    expire()
    application.refresh_from_db()
    assert application.state == "draft"


def test_the_tracker_shows_the_promise_and_why_it_is_late(ann_client, carol, make_application, clock):
    application = make_application("in_review")
    assert "Promised by" in ann_client.get(reverse("certification:application")).content.decode()
    clock(timedelta(days=30))
    assert "We are late" in ann_client.get(reverse("certification:application")).content.decode()
    application.explain_delay("Two reviewers are ill.", by=carol)
    assert "Two reviewers are ill." in ann_client.get(reverse("certification:application")).content.decode()


@pytest.mark.parametrize(
    "state",
    [
        *("draft", "awaiting_payment", "in_review", "recommended", "changes_requested"),
        *("approved", "denied", "withdrawn", "expired"),
    ],
)
def test_every_state_has_its_page(ann_client, make_application, state):
    make_application(state)
    for address in [reverse("certification:application"), reverse("certification:scheme")]:
        assert ann_client.get(address).status_code == 200

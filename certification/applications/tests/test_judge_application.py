import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from certification.applications.models import Application, NotNow, NotWritable, Part, Review, TwoRoles
from certification.applications.signals import application_approved
from certification.applications.states import TRANSITIONS, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The applications of which `application_approved` was sent."""
    approved = []

    def hear(sender, application, by, **kwargs):
        approved.append(application.pk)

    application_approved.connect(hear, weak=False)
    yield approved
    application_approved.disconnect(hear)


def case_of(application):
    return reverse("admin:applications_application_change", args=[application.pk])


def act(client, application, name, **fields):
    """What a form on the page of a case posts."""
    posted = {"act": name} | {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(case_of(application), posted, follow=True)


def take(client, application, employer="Contoso Insurance"):
    return act(client, application, "take", employer=employer, no_conflict="on")


def test_reviewed_by_one_and_approved_by_another(
    rex_client, dora_client, rex, dora, ann, make_application, mails, heard
):
    application = make_application("in_review")
    take(rex_client, application)
    act(rex_client, application, "recommend", recommendation="approve", reason="Strong.")
    act(dora_client, application, "decide", decision="approve")
    application.refresh_from_db()
    assert (application.state, application.decided_by) == ("approved", dora)
    assert {part.person: part.role for part in application.parts.all()} == {
        ann: Part.APPLICANT,
        rex: Part.REVIEWER,
        dora: Part.DECIDER,
    }
    assert mails(to=ann)[-1].kind == "certification/applications/approved"
    assert heard == [application.pk]


def test_approving_twice_approves_once(dora, ann, make_application, mails, heard):
    application = make_application("approved")
    application.approve(by=dora)
    assert len([mail for mail in mails(to=ann) if mail.kind.endswith("/approved")]) == 1
    assert heard == [application.pk]


def test_changes_go_back_by_section_and_come_in_again(
    rex_client, dora_client, ann_client, ann, dora, make_application, mails
):
    application = make_application("in_review")
    take(rex_client, application)
    ask = {"recommendation": "changes", "comment-about": "Which name is on your passport?"}
    act(rex_client, application, "recommend", **ask)
    act(dora_client, application, "decide", decision="changes")
    application.refresh_from_db()
    assert application.state == "changes_requested"
    assert mails(to=ann)[-1].context["comments"] == [{"section": "You", "text": "Which name is on your passport?"}]
    for address in [reverse("certification:application"), reverse("certification:section", args=["about"])]:
        assert "Which name is on your passport?" in ann_client.get(address).content.decode()
    application.save_field("legal_name", "Ann Adaeze Okafor", version=1)
    ann_client.post(reverse("certification:submission"), {"agree": "on"})
    application.refresh_from_db()
    assert (application.state, application.submissions.count(), ann.invoices.count()) == ("in_review", 2, 1)
    assert application.wants_a_reviewer
    take(rex_client, application)
    act(rex_client, application, "recommend", recommendation="approve")
    application.refresh_from_db()
    application.approve(by=dora)
    assert application.state == "approved"


def test_changes_can_only_be_asked_as_often_as_the_rules_allow(ann, rex, dora, make_application):
    application = make_application("changes_requested")
    application.submit(by=ann)
    application.take(by=rex, employer="Contoso")
    application.recommend(Review.CHANGES, by=rex, comments={"about": "Still not it."})
    application.ask_for_changes(by=dora)
    application.submit(by=ann)
    application.take(by=rex, employer="Contoso")
    with pytest.raises(NotNow, match="as often as the rules allow"):
        application.recommend(Review.CHANGES, by=rex, comments={"about": "Once more."})


def test_changes_without_a_word_what_to_change_are_refused(rex_client, make_application):
    application = make_application("in_review")
    take(rex_client, application)
    page = act(rex_client, application, "recommend", recommendation="changes").content.decode()
    assert "Say in at least one section what has to change." in page
    assert application.reviews.get().recommended_at is None


def test_not_approved_with_its_reason_and_the_fee_back_less_what_is_kept(dora_client, ann, make_application, mails):
    application = make_application("recommended")
    assert "Say why" in act(dora_client, application, "decide", decision="deny", refund="on").content.decode()
    for _ in range(2):
        act(dora_client, application, "decide", decision="deny", reason="Two areas are missing.", refund="on")
    application.refresh_from_db()
    assert (application.state, application.reason) == ("denied", "Two areas are missing.")
    assert [note.amount for note in application.invoice.credit_notes.all()] == [49500 - 15000]
    letter = next(mail for mail in mails(to=ann) if mail.kind.endswith("/denied"))
    assert letter.context["why"] == "Two areas are missing."
    assert letter.context["refund"] == "US$345.00"


def test_not_approved_without_giving_the_fee_back(dora, make_application):
    application = make_application("recommended")
    application.deny(by=dora, reason="Untrue statements.", refund=False)
    assert not application.invoice.credit_notes.exists()


class TestFourEyes:
    def test_nobody_decides_what_they_reviewed_superuser_or_not(self, carol, carol_client, make_application):
        application = make_application("in_review")
        take(carol_client, application)
        act(carol_client, application, "recommend", recommendation="approve")
        act(carol_client, application, "decide", decision="approve")
        application.refresh_from_db()
        assert application.state == "in_review"
        with pytest.raises(TwoRoles):
            application.approve(by=carol)

    def test_nobody_reviews_what_they_decide(self, dora, ann, make_application):
        application = make_application("changes_requested")
        application.submit(by=ann)
        with pytest.raises(TwoRoles):
            application.take(by=dora, employer="Contoso")

    @pytest.mark.parametrize("verb", ["take", "approve", "deny"])
    def test_nobody_judges_themselves(self, carol, make_application, verb, rex):
        application = make_application("in_review", person=carol)
        if verb != "take":
            application.take(by=rex, employer="Contoso")
            application.recommend(Review.APPROVE, by=rex)
        about = {"take": {"employer": "Contoso"}, "deny": {"reason": "No."}}.get(verb, {})
        with pytest.raises(TwoRoles):
            getattr(application, verb)(by=carol, **about)

    def test_ones_own_case_is_not_there(self, carol, carol_client, make_application):
        application = make_application("in_review", person=carol)
        assert carol_client.get(case_of(application)).status_code == 404

    def test_a_colleague_is_refused_by_name_of_the_employer(self, rex_client, make_application):
        application = make_application("in_review")
        page = take(rex_client, application, employer="NORTHWIND bank, Inc.").content.decode()
        assert "The applicant worked for Northwind Bank, as you do." in page
        assert not application.reviews.exists()

    def test_the_database_holds_one_part_per_person(self, ann, rex, dora, make_application):
        application = make_application("recommended")
        for person in [ann, rex]:
            with pytest.raises(IntegrityError), transaction.atomic():
                application.parts.create(person=person, role=Part.DECIDER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(
                state="approved", decided_at=application.started_at, decided_by=ann
            )


class TestWhoSeesWhat:
    def test_reviewers_and_deciders_see_what_is_in_their_hands(self, rex_client, dora_client, eli, make_application):
        waiting = make_application("in_review")
        ready = make_application("recommended", person=eli)
        assert rex_client.get(case_of(waiting)).status_code == 200
        assert dora_client.get(case_of(waiting)).status_code == 404
        assert dora_client.get(case_of(ready)).status_code == 200

    def test_drafts_are_nobodys_but_the_applicants(self, rex_client, dora_client, make_application):
        application = make_application("draft")
        assert rex_client.get(case_of(application)).status_code == 404
        assert dora_client.get(case_of(application)).status_code == 404

    def test_a_reviewer_is_offered_no_decision(self, rex_client, make_application):
        application = make_application("recommended")
        assert 'name="decide-decision"' not in rex_client.get(case_of(application)).content.decode()
        act(rex_client, application, "decide", decision="approve")
        application.refresh_from_db()
        assert application.state == "in_review"

    def test_a_decider_takes_no_review(self, dora_client, make_application):
        application = make_application("in_review")
        assert take(dora_client, application).status_code == 404
        assert not application.reviews.exists()

    def test_people_who_are_not_staff_find_nothing(self, ann_client, make_application):
        assert ann_client.get(case_of(make_application("in_review"))).status_code == 404

    def test_the_case_shows_everything_on_one_screen(self, rex_client, make_application):
        page = rex_client.get(case_of(make_application("in_review"))).content.decode()
        for words in [
            "Northwind Bank",
            "I asked forty customers",
            "Full-time months",
            "Carol Weiss",
            "BA in Psych",
        ]:
            assert words in page


def test_a_case_given_back_can_be_taken_by_somebody_else(rex, rex_client, carol, make_application):
    application = make_application("in_review")
    take(rex_client, application)
    with pytest.raises(NotNow, match="not waiting for a reviewer"):
        application.take(by=carol, employer="Contoso")
    act(rex_client, application, "give_back")
    application.take(by=carol, employer="Contoso")
    assert application.review_of(carol)
    assert application.review_of(rex) is None


def test_with_two_reviews_needed_one_is_not_enough(rules, rex, carol, dora, make_application):
    type(rules).objects.filter(pk=rules.pk).update(reviews_needed=2)
    application = make_application("in_review")
    application.take(by=rex, employer="Contoso")
    application.take(by=carol, employer="Contoso")
    application.recommend(Review.APPROVE, by=rex)
    with pytest.raises(NotNow):
        application.approve(by=dora)
    application.recommend(Review.APPROVE, by=carol)
    application.approve(by=dora)
    assert application.state == "approved"


STATES = ["draft", "awaiting_payment", "in_review", "changes_requested", "approved", "denied", "withdrawn", "expired"]


VERBS = {
    "withdraw": ({}, {"draft", "awaiting_payment", "in_review", "changes_requested", "withdrawn"}),
    "approve": ({}, {"approved"}),
    "deny": ({"reason": "No."}, {"denied"}),
    "ask_for_changes": ({"reason": "More."}, {"changes_requested"}),
}


@pytest.mark.parametrize("state", STATES)
def test_what_a_state_does_not_allow_is_refused(make_application, carol, state):
    """Every step that is not in the table, and every verb where it may not be."""
    application = make_application(state)
    for target in set(State) - TRANSITIONS[State(state)]:
        with pytest.raises(NotNow):
            application._go(target, by=None, said="tried")
    for verb, (about, allowed) in VERBS.items():
        if state not in allowed:
            with pytest.raises(NotNow):
                getattr(application, verb)(by=carol, **about)
    if state not in ("draft", "changes_requested"):
        with pytest.raises(NotWritable):
            application.save_field("legal_name", "Other", version=1)
    application.refresh_from_db()
    assert application.state == state

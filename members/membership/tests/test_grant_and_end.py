"""Staff grant a term with a reason, or end a membership early with one; both are recorded."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.audit.models import Entry
from members.membership.models import CannotBegin, Membership, Term, standing_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership(cleo):
    return Membership.objects.create(person=cleo)


def grant(client, membership, plan, **changes):
    fields = {"plan": plan.pk, "months": "12", "reason": "Speaker of the year."}
    return client.post(reverse("admin:membership_membership_granting", args=[membership.pk]), fields | changes)


def end(client, membership, on, reason="Moved to another trade."):
    address = reverse("admin:membership_membership_ending", args=[membership.pk])
    return client.post(address, {"on": on.isoformat(), "reason": reason})


def test_staff_grant_a_term(carol, carol_client, cleo, membership, plan, mails):
    grant(carol_client, membership, plan)
    term = membership.terms.get()
    assert (term.starts_on, term.granted_by, term.granted_reason) == (
        timezone.localdate(),
        carol,
        "Speaker of the year.",
    )
    cleo.refresh_from_db()
    assert cleo.is_member
    letter = mails(kind="members/membership/welcome")[0]
    letter.render()
    assert "Speaker of the year." in letter.text
    assert Entry.objects.filter(action="membership.began", by=carol).exists()


def test_staff_begin_with_a_person_who_never_asked(carol_client, cleo, plan):
    carol_client.post(reverse("admin:membership_membership_add"), {"person": cleo.pk, "_save": "1", **FORMS})
    assert Membership.objects.get().person == cleo


FORMS = {f"terms-{name}_FORMS": "0" for name in ["TOTAL", "INITIAL"]}


def test_a_second_term_goes_on_where_the_first_ends(carol, membership, plan):
    first = membership.grant(plan, months=12, by=carol, reason="One.")
    second = membership.grant(plan, months=12, by=carol, reason="Two.")
    assert (second.starts_on - first.ends_on).days == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Say why, if only in a few words."),
        ({"starts_on": "2999-01-01"}, "It can begin today or earlier"),
    ],
)
def test_a_grant_that_cannot_be_says_why(carol_client, membership, plan, changes, words):
    assert words in grant(carol_client, membership, plan, **changes).content.decode()
    assert not Term.objects.exists()


def test_a_day_that_is_taken_is_refused_in_words(carol, ann, make_membership, plan):
    membership = make_membership(ann)
    with pytest.raises(CannotBegin, match="a member already"):
        membership.grant(plan, months=1, by=carol, reason="Again.", starts_on=timezone.localdate())


def test_the_verb_wants_a_reason_too(carol, membership, plan):
    with pytest.raises(CannotBegin):
        membership.grant(plan, months=1, by=carol, reason=" ")
    with pytest.raises(CannotBegin):
        membership.end_early(on=timezone.localdate(), by=carol, reason="")


def test_staff_end_it_early_and_there_is_no_grace(carol_client, ann, make_membership, clock):
    membership = make_membership(ann)
    today = timezone.localdate()
    end(carol_client, membership, today)
    term = membership.terms.get()
    assert (term.ends_on, term.grace_days, term.ended_early_reason) == (today, 0, "Moved to another trade.")
    ann.refresh_from_db()
    assert ann.is_member, "the last day is theirs"
    clock(timedelta(days=1))
    assert not ann.is_member
    assert standing_of(ann).state == "lapsed"


def test_what_was_paid_ahead_is_withdrawn(carol, ann, make_membership):
    membership = make_membership(ann, ends_on=timezone.localdate() + timedelta(days=20))
    ends_on = membership.last_term.ends_on
    make_membership(ann, starts_on=ends_on + timedelta(days=1), ends_on=ends_on + timedelta(days=365))
    membership.end_early(on=timezone.localdate(), by=carol, reason="Moved on.")
    assert [term.ends_on for term in membership.terms.standing()] == [timezone.localdate()]
    assert membership.terms.exclude(withdrawn_at=None).count() == 1


def test_grace_can_be_ended_too(carol, ann, make_membership):
    membership = make_membership(ann, ends_on=timezone.localdate() - timedelta(days=5))
    membership.end_early(on=timezone.localdate(), by=carol, reason="Moved on.")
    ann.refresh_from_db()
    assert not ann.is_member
    assert membership.last_term.ends_on == timezone.localdate() - timedelta(days=5), "the end itself stays"


def test_ending_twice_is_recorded_once(carol, ann, make_membership):
    membership = make_membership(ann)
    for _ in range(2):
        membership.end_early(on=timezone.localdate(), by=carol, reason="Moved on.")
    assert Entry.objects.filter(action="membership.ended_early", by=carol).count() == 1


def test_who_came_back_after_an_early_end_can(carol, ann, make_membership, plan):
    membership = make_membership(ann)
    membership.end_early(on=timezone.localdate() - timedelta(days=10), by=carol, reason="Moved on.")
    assert membership.grant(plan, months=12, by=carol, reason="Back.").starts_on == timezone.localdate()


def test_nobody_but_staff_grants_or_ends(client, ann_client, maya_client, membership, plan):
    for browser in [client, ann_client, maya_client]:
        grant(browser, membership, plan)
        end(browser, membership, timezone.localdate())
    assert not Term.objects.exists()


@pytest.mark.parametrize("state", ["active", "grace", "lapsed"])
def test_the_list_finds_each_state(state, carol_client, make_person, make_membership):
    ends = {"active": 10, "grace": -10, "lapsed": -100}
    for name, days in ends.items():
        make_membership(
            make_person(name=f"Person {name}", member_until=None), ends_on=timezone.localdate() + timedelta(days=days)
        )
    page = carol_client.get(reverse("admin:membership_membership_changelist"), {"state": state}).content.decode()
    assert [name for name in ends if f"Person {name}" in page] == [state]


def test_the_page_of_a_membership_shows_terms_and_history(carol, carol_client, membership, plan):
    membership.grant(plan, months=12, by=carol, reason="Speaker of the year.")
    page = carol_client.get(reverse("admin:membership_membership_change", args=[membership.pk])).content.decode()
    for words in ["Speaker of the year.", "began", "Carol Weiss"]:
        assert words in page


def test_a_price_that_changes_is_recorded(carol, carol_client, plan):
    address = reverse("admin:membership_plan_change", args=[plan.pk])
    names = [
        "name",
        "slug",
        "who_for",
        "sentence",
        "currency",
        "months",
        "grace_days",
        "renewal_opens_days",
        "position",
    ]
    fields = {name: getattr(plan, name) for name in names}
    carol_client.post(address, fields | {"price": "29500", "is_open": "on"})
    entry = Entry.objects.get(action="membership.plan_changed", by=carol)
    assert entry.details == {"price": "29500"}

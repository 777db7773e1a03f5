"""A holder tells of something done elsewhere; staff count it, ask back, or decline with a reason."""

import uuid
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from certification.credentials.models import register_day
from certification.renewal.models import Claim
from certification.renewal.models.claims import TRANSITIONS, Settled, State

pytestmark = pytest.mark.django_db


def words(**changes):
    return {
        "title": "Service design in a week",
        "provider": "Northwind Academy",
        "done_on": (register_day() - timedelta(days=10)).isoformat(),
        "hours": "6.5",
        "category": "real_time",
        "note": "Blueprints are maps for the backstage.",
        "token": str(uuid.uuid4()),
    } | changes


@pytest.fixture
def claim(ann, make_credential, make_claim):
    return make_claim(make_credential(ann))


def send(client, **changes):
    return client.post(reverse("certification:claiming"), words(**changes), follow=True)


def test_a_holder_tells_and_staff_count_it(ann, ann_client, carol_client, make_credential, mails):
    credential = make_credential(ann)
    assert "It is with CXPA." in send(ann_client).content.decode()
    claim = Claim.objects.waiting().get()
    carol_client.post(f"/admin/renewal/claim/{claim.pk}/accept/")
    credit = credential.credits.get()
    assert (credit.minutes, credit.source) == (390, f"claim:{claim.pk}")
    letter = mails(kind="certification/renewal/claim")[0]
    letter.render()
    assert letter.subject == "“Service design in a week” counts: 6.5 credits"


def test_sent_twice_it_is_told_once(ann, ann_client, make_credential):
    make_credential(ann)
    token = str(uuid.uuid4())
    send(ann_client, token=token)
    send(ann_client, token=token)
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("done_on", "2011-01-01", "Only days of your cycle count"),
        ("done_on", "2099-01-01", "This day is still to come"),
        ("hours", "1.1", "Round to a quarter of an hour"),
        ("hours", "0", "A quarter of an hour is the least"),
        ("title", "", "A name, so that whoever looks at it can find it."),
    ],
)
def test_what_cannot_count_is_said_beside_its_field_and_nothing_typed_is_lost(
    ann, ann_client, make_credential, field, value, said
):
    make_credential(ann)
    page = send(ann_client, **{field: value}).content.decode()
    assert said in page
    assert "Blueprints are maps for the backstage." in page
    assert not Claim.objects.exists()


def test_a_question_goes_out_and_the_answer_comes_back(ann_client, carol_client, claim, mails):
    carol_client.post(f"/admin/renewal/claim/{claim.pk}/ask/", {"question": "Who taught it?"})
    page = ann_client.get(claim.get_absolute_url()).content.decode()
    assert "Who taught it?" in page
    letter = mails(kind="certification/renewal/claim")[0]
    letter.render()
    assert "Who taught it?" in letter.text
    ann_client.post(claim.get_absolute_url(), {"answer": "Dr Silva."})
    claim.refresh_from_db()
    assert (claim.state, claim.answer) == ("claimed", "Dr Silva.")


def test_an_empty_answer_is_not_sent(ann_client, carol, claim):
    claim.ask("Who taught it?", by=carol)
    assert "There is no answer yet." in ann_client.post(claim.get_absolute_url(), {"answer": " "}).content.decode()
    claim.refresh_from_db()
    assert claim.state == "queried"


def test_declined_with_a_reason_it_does_not_count(ann_client, carol_client, claim):
    carol_client.post(f"/admin/renewal/claim/{claim.pk}/reject/", {"reason": "It was a sales call."})
    claim.refresh_from_db()
    assert claim.state == "rejected"
    assert not claim.credential.credits.exists()
    assert "It was a sales call." in ann_client.get(claim.get_absolute_url()).content.decode()


def test_counted_twice_it_is_one_credit_and_one_letter(carol, claim, mails):
    claim.accept(by=carol)
    Claim.objects.get().accept(by=carol)
    assert claim.credential.credits.count() == 1
    assert len(mails(kind="certification/renewal/claim")) == 1


def test_many_are_counted_from_the_list_and_the_decided_ones_say_so(carol, carol_client, claim):
    claim.reject(by=carol, reason="A sales call.")
    answer = carol_client.post(
        reverse("admin:renewal_claim_changelist"), {"action": "accept_all", "_selected_action": [claim.pk]}, follow=True
    )
    assert "decided already" in answer.content.decode()


def test_many_are_declined_from_the_list_with_one_reason(ann, eli, carol_client, claim, make_credential, make_claim):
    other, decided = make_claim(make_credential(eli)), make_claim(claim.credential)
    decided.withdraw(by=ann)
    address = reverse("admin:renewal_claim_changelist")
    chosen = {"action": "reject_all", "_selected_action": [claim.pk, other.pk, decided.pk]}
    page = carol_client.post(address, chosen)
    assert "Decline them: 3 chosen" in page.content.decode()
    assert set(Claim.objects.values_list("state", flat=True)) == {"claimed", "withdrawn"}, "asking changes nothing"
    sent = chosen | dict(page.context["hidden"]) | {"_selected_action": chosen["_selected_action"]}
    assert "Say why, if only in a few words." in carol_client.post(address, sent | {"reason": " "}).content.decode()
    answer = carol_client.post(address, sent | {"reason": "It was a sales call."}, follow=True).content.decode()
    assert "2 activities are declined." in answer
    assert "decided already" in answer
    assert set(Claim.objects.filter(state="rejected").values_list("reason", flat=True)) == {"It was a sales call."}


def test_an_act_that_is_not_open_any_more_says_so_and_is_not_offered(carol, carol_client, claim):
    claim.accept(by=carol)
    answer = carol_client.get(f"/admin/renewal/claim/{claim.pk}/reject/", follow=True)
    assert "There is nothing left to do here" in answer.content.decode()
    assert f"/claim/{claim.pk}/reject/" not in answer.content.decode()
    page = carol_client.post(f"/admin/renewal/claim/{claim.pk}/reject/", {"reason": "I changed my mind."})
    assert "decided already" in page.content.decode()
    assert "I changed my mind." in page.content.decode(), "nothing typed is lost"


def test_the_holder_takes_it_back_while_it_is_open(ann_client, claim):
    ann_client.post(reverse("certification:claim_ending", args=[claim.pk]))
    claim.refresh_from_db()
    assert claim.state == "withdrawn"


def test_others_find_nothing(eli_client, client, claim):
    assert eli_client.get(claim.get_absolute_url()).status_code == 404
    assert eli_client.post(claim.get_absolute_url(), {"answer": "Me."}).status_code == 404
    assert eli_client.post(reverse("certification:claim_ending", args=[claim.pk])).status_code == 404
    assert eli_client.get(reverse("certification:claiming")).status_code == 404
    assert client.get(claim.get_absolute_url()).status_code == 302


def test_what_is_not_valid_cannot_gather(ann, ann_client, make_credential):
    make_credential(ann, state="suspended")
    send(ann_client)
    assert not Claim.objects.exists()


def test_only_the_ways_of_the_table_are_open(carol, claim):
    for before, after in product(State, State):
        Claim.objects.update(state=before, reason="So.")
        if before == after:
            assert claim._become(after, by=carol) is False
        elif after in TRANSITIONS[before]:
            assert claim._become(after, by=carol) is True
        else:
            with pytest.raises(Settled):
                claim._become(after, by=carol)
        claim.refresh_from_db()
        assert claim.state == (after if after in TRANSITIONS[before] else before), f"{before} → {after}"


def test_looking_at_it_reads_the_notice(ann, ann_client, carol, claim):
    claim.ask("Who taught it?", by=carol)
    ann_client.get(claim.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    assert ann.notices.unread().filter(kind="certification/renewal/claim").exists()
    ann_client.get(claim.get_absolute_url())
    assert not ann.notices.unread().filter(kind="certification/renewal/claim").exists()

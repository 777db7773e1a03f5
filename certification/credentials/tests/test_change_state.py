"""Staff suspend, reinstate and withdraw credentials, and put another name on them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.credentials.models import TRANSITIONS, NotAllowed, State, register_day
from members.audit.models import Entry

pytestmark = pytest.mark.django_db

VERBS = {
    State.ACTIVE: "reinstate",
    State.SUSPENDED: "suspend",
    State.REVOKED: "revoke",
    State.SURRENDERED: "surrender",
}
PAIRS = [(before, after) for before in State for after in State if before != after]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_only_the_ways_of_the_table_are_open(before, after, ann, carol, make_credential):
    credential = make_credential(ann, state=before)
    act = getattr(credential, VERBS[after])
    if after in TRANSITIONS[before]:
        act(by=carol, reason="So it was decided.")
        credential.refresh_from_db()
        assert credential.state == after
        assert credential.changes.first().reason == "So it was decided."
    else:
        with pytest.raises(NotAllowed):
            act(by=carol, reason="So it was decided.")
        credential.refresh_from_db()
        assert credential.state == before


def test_suspending_twice_is_once_and_one_letter(ann, carol, make_credential, mails):
    credential = make_credential(ann)
    for _ in range(2):
        credential.suspend(by=carol, reason="A question is open.")
    assert credential.changes.count() == 1
    letters = mails(kind="certification/credentials/changed")
    assert len(letters) == 1
    letters[0].render()
    assert letters[0].subject == f"Your CCXP {credential.number} is suspended"
    assert "A question is open." in letters[0].text
    assert "A question is open." in letters[0].html


@pytest.mark.parametrize("verb", ["revoke", "surrender"])
def test_each_end_has_its_letter(ann, carol, make_credential, mails, verb):
    getattr(make_credential(ann), verb)(by=carol, reason="The end.")
    letter = mails(kind="certification/credentials/changed")[0]
    letter.render()
    assert "The end." in letter.text
    assert ann.notices.filter(kind="certification/credentials/changed").count() == 1


def test_its_past_states_are_known_by_the_day(ann, carol, make_credential, clock):
    credential = make_credential(ann)
    today = register_day()
    credential.suspend(by=carol, reason="A question.")
    clock(timedelta(days=10))
    credential.reinstate(by=carol, reason="Answered.")
    assert credential.state_on(today - timedelta(days=1)) == "active"
    assert credential.state_on(today + timedelta(days=5)) == "suspended"
    assert credential.state_on(today + timedelta(days=10)) == "active"


def test_staff_suspend_with_a_reason_asked_on_a_page_between(ann, carol_client, make_credential):
    credential = make_credential(ann)
    address = f"/admin/credentials/credential/{credential.pk}/suspend/"
    assert carol_client.get(address).status_code == 200
    credential.refresh_from_db()
    assert credential.state == "active", "looking changes nothing"
    assert "Say why, if only in a few words." in carol_client.post(address, {"reason": ""}).content.decode()
    carol_client.post(address, {"reason": "A complaint."})
    credential.refresh_from_db()
    assert credential.state == "suspended"
    assert credential.changes.get().by.name == "Carol Weiss"


def test_only_ways_that_are_open_are_offered(ann, carol_client, make_credential):
    credential = make_credential(ann, state="suspended")
    page = carol_client.get(reverse("admin:credentials_credential_change", args=[credential.pk])).content.decode()
    assert "/reinstate/" in page
    assert "/revoke/" in page
    assert "/suspend/" not in page


def test_a_way_that_is_not_open_is_refused_in_words(ann, carol_client, make_credential):
    credential = make_credential(ann, state="revoked")
    answer = carol_client.post(
        f"/admin/credentials/credential/{credential.pk}/reinstate/", {"reason": "Please."}, follow=True
    )
    assert "A credential that is withdrawn cannot become active." in answer.content.decode()


def test_others_cannot(ann, ann_client, maya_client, client, make_credential):
    credential = make_credential(ann)
    for browser in [ann_client, maya_client, client]:
        browser.post(f"/admin/credentials/credential/{credential.pk}/revoke/", {"reason": "Fun."})
    credential.refresh_from_db()
    assert credential.state == "active"


def test_a_new_name_is_on_the_register_and_the_old_one_in_the_record(ann, carol_client, client, make_credential):
    credential = make_credential(ann)
    address = f"/admin/credentials/credential/{credential.pk}/rename/"
    carol_client.post(address, {"name": " Ann   Lindqvist ", "reason": "She married."})
    page = client.get(credential.get_absolute_url()).content.decode()
    assert "Ann Lindqvist has been a CCXP" in page
    assert "Ann Lindqvist" in client.get(reverse("certification:register"), {"q": "Lindqvist"}).content.decode()
    entry = Entry.objects.get(action="credentials.renamed")
    assert entry.details == {"was": "Ann Okafor", "reason": "She married."}


def test_the_same_name_again_changes_nothing(ann, carol, make_credential):
    make_credential(ann).rename("Ann Okafor", by=carol, reason="A slip.")
    assert not Entry.objects.filter(action="credentials.renamed").exists()

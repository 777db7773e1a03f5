"""Whoever is silenced or suspended objects once; a moderator who did not decide it decides again, and both hear."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from forums.moderation import objecting
from forums.moderation.models import Case, NotYours, Objection, Sanction, Settled
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

QUEUE = "/moderation/"
WORDS = "It was a link to our own survey, which the board had asked for."


def object_to(client, sanction, words=WORDS):
    return client.post(sanction.address, {"words": words})


def decide(client, case, decision, words=""):
    return client.post(case.get_absolute_url(), {"decision": decision, "words": words})


@pytest.fixture
def sanction(cleo, make_sanction):
    return make_sanction(cleo)


@pytest.fixture
def case(sanction):
    return objecting.object_to(sanction, words=WORDS)


@pytest.fixture
def other(client_of, other_moderator):
    return client_of(other_moderator)


def test_the_silenced_object_from_their_page_and_it_waits_in_the_queue(cleo_client, sanction, other):
    assert object_to(cleo_client, sanction).url == sanction.address
    case = Case.objects.get()
    assert (case.kind, case.state, case.objection.words) == ("objection", "open", WORDS)
    assert "reads it, usually within a day" in cleo_client.get(sanction.address).content.decode()
    assert "Cleo Marchetti objects to being silenced" in other.get(QUEUE).content.decode()
    page = other.get(case.get_absolute_url()).content.decode()
    assert WORDS in page
    assert sanction.words in page


def test_the_suspended_object_without_signing_in(client, ann, make_sanction):
    sanction = make_sanction(ann, kind="suspension")
    assert "You cannot sign in until" in client.get(sanction.address).content.decode()
    object_to(client, sanction)
    assert Objection.objects.get().person == ann


def test_looking_at_it_changes_nothing_and_nothing_typed_is_lost(client, cleo_client, sanction):
    client.get(sanction.address)
    page = object_to(cleo_client, sanction, words=" ").content.decode()
    assert "Say what is wrong with it" in page
    assert not Objection.objects.exists()


def test_one_objects_once(cleo_client, sanction):
    object_to(cleo_client, sanction)
    object_to(cleo_client, sanction)
    object_to(cleo_client, sanction, words="And another thing.")
    assert Objection.objects.get().words == WORDS
    assert Case.objects.count() == 1
    assert Entry.objects.filter(action="moderation.objected").count() == 1
    with pytest.raises(objecting.TooLate):
        objecting.object_to(sanction, words="And another thing.")


def test_nor_to_what_is_lifted_or_long_over(maya, cleo, make_sanction, clock):
    lifted = make_sanction(cleo)
    lifted.lift(by=maya)
    over = make_sanction(cleo, days=1)
    clock(timedelta(days=31))
    for sanction in [lifted, over]:
        with pytest.raises(objecting.TooLate):
            objecting.object_to(sanction, words=WORDS)


def test_to_others_the_link_leads_nowhere(eli_client, maya_client, client, sanction):
    for browser in [eli_client, maya_client]:
        assert browser.get(sanction.address).status_code == 404
        assert object_to(browser, sanction).status_code == 404
    assert client.get(reverse("moderation:sanction", args=["nonsense"])).status_code == 404
    assert not Objection.objects.exists()


def test_who_decided_neither_sees_nor_takes_nor_decides_it(maya, maya_client, other_moderator, case):
    assert "Nothing waits." in maya_client.get(QUEUE).content.decode()
    assert maya_client.get(case.get_absolute_url()).status_code == 404
    assert maya_client.post(reverse("moderation:claim", args=[case.pk])).status_code == 404
    assert case not in [
        row for row in maya_client.get(reverse("moderation:person", args=[case.author.pk])).context["cases"]
    ]
    for verb in [lambda: case.claim(by=maya), lambda: objecting.uphold(case, by=maya)]:
        with pytest.raises(NotYours):
            verb()
    case.claim(by=other_moderator)


def test_upheld_it_is_lifted_and_both_hear(cleo, maya, cleo_client, topic, other, case, sanction, mails):
    assert decide(other, case, "uphold", "You are right, the board had asked.").url == QUEUE
    cleo.refresh_from_db()
    sanction.refresh_from_db()
    assert not cleo.is_silenced
    assert sanction.lifted_by.name == "Milan Horvat"
    assert mails(kind="forums/moderation/acted")[-1].context["words"] == "You are right, the board had asked."
    assert "has lifted what you decided about Cleo" in Notice.objects.get(person=maya).headline
    assert "found that you are right" in cleo_client.get(sanction.address).content.decode()
    assert set(Entry.objects.about(case).values_list("action", flat=True)) == {
        "moderation.objected",
        "moderation.upheld",
    }


def test_dismissed_it_stays_with_words_and_both_hear(cleo, maya, cleo_client, other, case, sanction, mails):
    assert "Say why, so that they can understand it." in decide(other, case, "dismiss").content.decode()
    decide(other, case, "dismiss", "It was the third time.")
    cleo.refresh_from_db()
    assert cleo.is_silenced
    assert mails(kind="forums/moderation/acted")[-1].context["was_heard"]
    assert "what you decided stands" in Notice.objects.get(person=maya).headline
    assert "It was the third time." in cleo_client.get(sanction.address).content.decode()
    assert not Case.objects.get(pk=case.pk).can_be_undone


def test_upheld_after_its_end_it_is_taken_back_in_the_record(cleo, other_moderator, case, sanction, clock):
    clock(timedelta(days=8))
    objecting.uphold(case, by=other_moderator)
    sanction.refresh_from_db()
    assert sanction.lifted_at > sanction.ended_at


def test_decided_twice_it_counts_once(other_moderator, case, mails):
    objecting.uphold(case, by=other_moderator)
    objecting.uphold(Case.objects.get(pk=case.pk), by=other_moderator)
    with pytest.raises(Settled):
        objecting.dismiss(Case.objects.get(pk=case.pk), by=other_moderator, words="No.")
    assert Entry.objects.filter(action="moderation.upheld").count() == 1
    assert len(mails(kind="forums/moderation/acted")) == 2


def test_the_objection_of_a_moderator_goes_to_staff(maya, carol, other_moderator, make_person, make_sanction):
    staff = make_person(name="Sue", is_superuser=True, is_staff=True)
    case = objecting.object_to(make_sanction(maya, by=carol), words=WORDS)
    reached = [who for who in [maya, carol, other_moderator, staff] if case in Case.objects.reaching(who)]
    assert reached == [staff]


def test_a_forged_link_is_none(cleo, sanction):
    assert Sanction.signed(sanction.token) == sanction
    assert Sanction.signed(f"{sanction.pk}:x") is None
    assert Client().get(sanction.address + "x").status_code == 404


def test_who_has_objected_is_led_to_what_came_of_it(cleo_client, topic, sanction, case):
    page = cleo_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "Mine."}).content.decode()
    assert "See what was decided" in page
    assert "I object" not in page
    assert sanction.address in page

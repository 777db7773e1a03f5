"""Conversations of several: bringing people in, leaving, muting, and the words of somebody one has blocked."""

import pytest
from django.urls import reverse

from forums.conversations.models import Participant
from forums.conversations.refusals import Alone, NotAllowed, Waiting
from members.connections.models import Block
from members.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(make_conversation, eli, hana):
    """Ann, Eli and Hana, about a talk."""
    return make_conversation(to=[eli, hana], subject="Our talk in May")


def people_url(conversation, name="people"):
    return reverse(f"conversations:{name}", args=[conversation.pk])


def state_of(conversation, person):
    return conversation.participants.get(person=person).state


def bring_in(client, conversation, person):
    return client.post(people_url(conversation, "invitation"), {"person": person.pk}, follow=True)


def test_everybody_reads_and_hears_of_it(circle, ann, eli, hana, hana_client):
    circle.say(by=eli, body="I take the first part.")
    assert hana.notices.unread().get().headline == "Eli Brandt wrote in “Our talk in May”: 2 new messages"
    page = hana_client.get(circle.get_absolute_url()).content.decode()
    assert "I take the first part." in page
    assert "you, Ann Okafor and Eli Brandt" in page


def test_while_nobody_has_come_in_one_waits(make_conversation, ann, eli, hana):
    circle = make_conversation(to=[eli, hana], accepted=False)
    with pytest.raises(Waiting):
        circle.say(by=ann, body="Anybody?")
    circle.accept(by=hana)
    assert circle.say(by=ann, body="Hello Hana.").number == 2
    assert eli.notices.count() == 1, "who was asked is asked once"


def test_who_is_brought_in_is_asked_and_reads_from_then_on(circle, ann_client, olga, olga_client):
    page = bring_in(ann_client, circle, olga).content.decode()
    assert "Olga Petrenko can read what is written from now on" in page
    assert state_of(circle, olga) == Participant.ASKED
    assert olga.notices.get().headline == "Ann Okafor asks you into “Our talk in May”"
    assert "how you began" not in olga_client.get(circle.get_absolute_url()).content.decode()
    circle.accept(by=olga)
    circle.say(by=olga, body="Here I am.")
    page = olga_client.get(circle.get_absolute_url()).content.decode()
    assert "Here I am." in page
    assert "how you began" not in page
    assert olga_client.get(reverse("conversations:message", args=[circle.pk, 1])).status_code == 404
    assert olga_client.get(reverse("conversations:report", args=[circle.pk, 1])).status_code == 404


def test_others_see_that_somebody_came(circle, ann, olga, hana_client):
    circle.invite(by=ann, person=olga)
    circle.accept(by=olga)
    assert "Olga Petrenko came in" in hana_client.get(circle.get_absolute_url()).content.decode()


def test_bringing_somebody_in_twice_asks_once(circle, ann_client, olga):
    for _ in range(2):
        bring_in(ann_client, circle, olga)
    assert Mail.objects.filter(to=olga).count() == 1


def test_a_silent_no_looks_like_waiting_to_the_others(circle, ann, ann_client, olga):
    circle.invite(by=ann, person=olga)
    before = ann_client.get(people_url(circle)).content.decode().count("asked")
    circle.decline(by=olga)
    assert ann_client.get(people_url(circle)).content.decode().count("asked") == before


def test_two_people_stay_two(make_conversation, ann, ann_client, hana):
    pair = make_conversation(messages=1)
    with pytest.raises(NotAllowed):
        pair.invite(by=ann, person=hana)
    with pytest.raises(NotAllowed):
        pair.leave(by=ann)
    assert "stays between the two of you" in ann_client.get(people_url(pair)).content.decode()


def test_accounts_answer_but_bring_nobody_in(make_conversation, cleo, cleo_client, eli, hana):
    circle = make_conversation(to=[cleo, eli])
    bring_in(cleo_client, circle, hana)
    assert not circle.participants.filter(person=hana).exists()


def test_leaving_is_for_good(circle, eli, eli_client, ann_client):
    eli_client.post(people_url(circle, "departure"))
    assert eli_client.get(circle.get_absolute_url()).status_code == 404
    assert not eli.notices.unread().exists()
    page = ann_client.get(circle.get_absolute_url()).content.decode()
    assert "Eli Brandt left" in page
    assert eli_client.post(people_url(circle, "departure")).status_code == 404


def test_who_left_is_asked_again_and_not_simply_brought_back(circle, ann, eli):
    circle.say(by=eli, body="I must go.")  # they know each other
    circle.leave(by=eli)
    circle.invite(by=ann, person=eli)
    assert state_of(circle, eli) == Participant.ASKED


def test_the_last_one_is_told_that_nobody_is_there(circle, ann, eli, hana):
    for person in [eli, hana]:
        circle.leave(by=person)
    with pytest.raises(Alone):
        circle.say(by=ann, body="Hello?")


def test_muting_and_hearing_again(circle, ann, eli, hana_client, hana):
    hana.notices.all().delete()
    hana_client.post(people_url(circle, "muting"))
    circle.say(by=ann, body="One.")
    assert not hana.notices.exists()
    hana_client.post(people_url(circle, "muting"), {"unmute": "1"})
    circle.say(by=ann, body="Two.")
    assert hana.notices.count() == 1


def test_the_words_of_somebody_blocked_are_folded_and_make_no_noise(circle, ann, eli, hana, hana_client):
    hana.notices.all().delete()
    Block.put(by=hana, on=eli)
    circle.say(by=eli, body="Something sharp.")
    assert not hana.notices.exists()
    page = hana_client.get(circle.get_absolute_url()).content.decode()
    assert "You have blocked Eli Brandt. Read it all the same" in page
    assert "Words of somebody you have blocked" in hana_client.get("/conversations/").content.decode()


def test_a_moderators_words_are_shown_all_the_same(make_conversation, maya, eli, eli_client):
    circle = make_conversation(to=[eli, maya])
    circle.say(by=maya, body="A word from the house.")
    Block.put(by=eli, on=maya)
    assert "Read it all the same" not in eli_client.get(circle.get_absolute_url()).content.decode()


def test_strangers_do_nothing_here(circle, client, olga_client):
    for name in ["invitation", "departure", "muting"]:
        assert olga_client.post(people_url(circle, name)).status_code == 404
        assert reverse("account_login") in client.post(people_url(circle, name)).url
    assert olga_client.get(people_url(circle)).status_code == 404

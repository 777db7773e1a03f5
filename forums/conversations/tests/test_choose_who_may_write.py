"""Who may write to me: members, people I know, nobody."""

import pytest
from django.urls import reverse

from forums.conversations.models import Conversation, Openness
from forums.conversations.refusals import NotTaking, OwnDoorClosed
from members.audit.models import Entry

pytestmark = pytest.mark.django_db

OPENNESS = "/conversations/openness/"


def choose(client, who):
    return client.post(OPENNESS, {"who": who}, follow=True)


def test_at_first_every_member_may_ask(ann):
    assert Openness.of(ann) == "members"


def test_choosing_and_seeing_the_choice(ann, ann_client):
    assert "Your choice is saved." in choose(ann_client, "known").content.decode()
    assert Openness.of(ann) == "known"
    choose(ann_client, "known")
    assert Entry.objects.filter(action="conversations.openness_chosen").count() == 1


def test_a_word_that_is_none_changes_nothing(ann, ann_client):
    choose(ann_client, "aliens")
    assert Openness.of(ann) == "members"


def test_people_one_knows_still_reach_one(ann, eli, make_conversation):
    talk = make_conversation(messages=1)
    Openness.choose(by=eli, who="known")
    assert talk.say(by=ann, body="Still here?").number == 3
    assert Conversation.start(by=ann, to=[eli], body="And this.", subject="Maps").pk


def test_nobody_means_nobody_and_works_both_ways(ann, eli, make_conversation):
    talk = make_conversation(messages=1)
    Openness.choose(by=eli, who="nobody")
    with pytest.raises(NotTaking):
        talk.say(by=ann, body="Still here?")
    with pytest.raises(OwnDoorClosed):
        talk.say(by=eli, body="Only me.")


def test_staff_reach_everybody(carol, eli):
    Openness.choose(by=eli, who="nobody")
    assert Conversation.start(by=carol, to=[eli], body="Your invoice.").pk


def test_a_stranger_is_led_to_sign_in(client):
    assert reverse("account_login") in client.get(OPENNESS).url

"""Writing to somebody: strangers ask first, and nobody learns more than they should."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from forums.conversations.models import Conversation, Message, Openness, Participant
from forums.conversations.refusals import STRANGERS_A_DAY
from members.connections.models import Block
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db

NEW = "/conversations/new/"


def write(client, *people, body="May I ask how you began?", **more):
    data = {"to": [person.pk for person in people], "body": body, "token": str(uuid4())} | more
    return client.post(NEW, data)


def words_of(response):
    return response.content.decode()


def state_of(conversation, person):
    return conversation.participants.get(person=person).state


def test_a_stranger_is_asked_and_told_by_notice_and_letter(ann_client, ann, eli):
    response = write(ann_client, eli)
    conversation = Conversation.objects.get()
    assert response.url == f"/conversations/{conversation.pk}/?page=1#message-1"
    assert state_of(conversation, eli) == Participant.ASKED
    notice = Notice.objects.get()
    assert (notice.person, notice.headline) == (eli, "Ann Okafor would like to talk to you")
    assert (Mail.objects.get().to, Mail.objects.get().kind) == (eli, "forums/conversations/invited")


def test_until_it_is_accepted_one_can_write_nothing_more(ann_client, ann, make_conversation):
    conversation = make_conversation(accepted=False)
    page = words_of(ann_client.get(conversation.get_absolute_url()))
    assert "Eli Brandt has your message." in page
    assert "<textarea" not in page
    refused = ann_client.post(reverse("conversations:say", args=[conversation.pk]), {"body": "And another thing."})
    assert "And another thing." in words_of(refused)
    assert conversation.messages.count() == 1


def test_writing_again_from_the_start_sends_no_second_request(ann_client, eli, make_conversation):
    make_conversation(accepted=False)
    page = words_of(write(ann_client, eli, body="Did you see it?"))
    assert "Eli Brandt has your message." in page
    assert "Did you see it?" in page
    assert Message.objects.count() == 1


def test_who_is_asked_back_takes_it_for_a_yes(eli, ann, make_conversation):
    conversation = make_conversation(accepted=False)
    assert Conversation.start(by=eli, to=[ann], body="Gladly.") == conversation
    assert state_of(conversation, eli) == Participant.JOINED
    assert conversation.messages.count() == 2


def test_two_people_go_on_in_one_conversation_but_a_subject_begins_another(ann, eli, make_conversation):
    conversation = make_conversation(messages=1)
    assert Conversation.start(by=ann, to=[eli], body="One more.") == conversation
    assert Conversation.start(by=ann, to=[eli], body="Now to this.", subject="Our talk") != conversation


def test_people_who_have_both_written_need_not_ask_again(ann, eli, make_conversation):
    make_conversation(messages=1)  # Eli answered
    assert state_of(Conversation.start(by=ann, to=[eli], body="Now to this.", subject="Our talk"), eli) == "joined"


def test_accepting_alone_is_not_yet_knowing_each_other(ann, eli, make_conversation):
    make_conversation()
    assert state_of(Conversation.start(by=ann, to=[eli], body="Now to this.", subject="Our talk"), eli) == "asked"


def test_people_of_one_network_need_not_ask(ann, eli, make_network):
    network = make_network()
    for person in [ann, eli]:
        network.join(by=person)
    assert state_of(Conversation.start(by=ann, to=[eli], body="Hello neighbour."), eli) == "joined"


def test_staff_and_people_reach_each_other(ann, carol):
    assert state_of(Conversation.start(by=ann, to=[carol], body="A question."), carol) == "joined"
    assert state_of(Conversation.start(by=carol, to=[ann], body="Another.", subject="Yours"), ann) == "joined"


def test_sending_the_same_form_twice_writes_once(ann_client, eli):
    token = str(uuid4())
    first, second = (write(ann_client, eli, token=token) for _ in range(2))
    assert first.url == second.url
    assert Message.objects.count() == 1


@pytest.mark.parametrize("who", ["cleo", "bob"])
def test_only_members_begin(who, request, eli):
    client = request.getfixturevalue(f"{who}_client")
    assert write(client, eli).status_code == 403
    assert "Beginning a conversation is for members" in words_of(client.get(NEW))
    assert not Conversation.objects.exists()


def test_an_account_answers(cleo, cleo_client, ann, make_conversation):
    conversation = make_conversation(to=[cleo])
    cleo_client.post(reverse("conversations:say", args=[conversation.pk]), {"body": "Thank you for asking."})
    assert conversation.messages.get(number=2).author == cleo


def test_a_stranger_is_led_to_sign_in_and_their_text_is_kept(client, eli):
    assert reverse("account_login") in write(client, eli).url
    assert not Conversation.objects.exists()


REFUSED = "Eli Brandt takes no messages at the moment. Nothing was sent."


def test_the_same_words_for_a_closed_door_a_block_and_a_sleeping_account(ann_client, ann, eli, sam):
    Openness.choose(by=eli, who="nobody")
    closed = words_of(write(ann_client, eli))
    Openness.choose(by=eli, who="members")
    Block.put(by=eli, on=ann)
    blocked = words_of(write(ann_client, eli))
    assert REFUSED in closed
    assert REFUSED in blocked
    assert "blocked" not in blocked.lower()
    Block.lift(by=eli, on=ann)
    Openness.choose(by=eli, who="known")
    assert REFUSED in words_of(write(ann_client, eli))
    assert REFUSED.replace("Eli Brandt", "Sam Doyle") in words_of(write(ann_client, sam))
    assert not Conversation.objects.exists()


def test_whoever_has_blocked_somebody_is_told_how_to_write_to_them(ann_client, ann, eli):
    Block.put(by=ann, on=eli)
    assert "You have blocked Eli Brandt." in words_of(write(ann_client, eli))


def test_who_takes_no_messages_cannot_begin_either(ann_client, ann, eli):
    Openness.choose(by=ann, who="nobody")
    assert "nobody could answer" in words_of(write(ann_client, eli))


def test_a_few_strangers_a_day(ann_client, make_person, clock):
    for _ in range(STRANGERS_A_DAY):
        assert write(ann_client, make_person()).status_code == 302
    late = make_person()
    assert "give them a moment to answer" in words_of(write(ann_client, late, body="Hello there, eleventh."))
    clock(timedelta(days=1, minutes=1))
    assert write(ann_client, late).status_code == 302


def test_twenty_people_at_most(ann_client, make_person):
    people = [make_person(name=f"Guest {number}") for number in range(20)]
    assert "holds 20 people at most" in words_of(write(ann_client, *people))


def test_finding_people_sends_nothing_and_loses_nothing(ann_client, eli, hana):
    page = words_of(ann_client.post(NEW, {"to": [hana.pk], "find": "brandt", "body": "Dear both", "look": "1"}))
    assert f'value="{eli.pk}"' in page
    assert f'value="{hana.pk}" checked' in page
    assert "Dear both" in page
    assert "another look" not in page
    assert not Conversation.objects.exists()


def test_who_takes_no_messages_is_not_found(ann, ann_client, eli, sam):
    for name in ["brandt", "doyle"]:
        Block.put(by=eli, on=ann)
        page = words_of(ann_client.post(NEW, {"find": name, "look": "1"}))
        assert "takes messages from you at the moment" in page


def test_nobody_named_and_nothing_said_are_told_beside_their_fields(ann_client):
    page = words_of(ann_client.post(NEW, {"to": [], "body": " "}))
    assert "Nobody is named yet." in page
    assert "There is no text yet." in page


@pytest.mark.parametrize("nonsense", ["9" * 30, "²", "x", "-1", ""])
def test_an_address_with_nonsense_shows_an_empty_form(ann_client, nonsense):
    assert ann_client.get(NEW, {"to": nonsense}).status_code == 200
    assert ann_client.post(NEW, {"to": nonsense, "body": "Hello"}).status_code == 200
    assert ann_client.post(NEW, {"find": f"\x00{nonsense}\x00a", "look": "1"}).status_code == 200


def test_a_text_with_a_script_in_it_is_words_and_no_more(ann_client, eli):
    write(ann_client, eli, body="<script>alert(1)</script> [x](javascript:alert(1))")
    html = Message.objects.get().html
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_a_text_that_is_too_long_is_told_and_kept(ann_client, eli):
    page = words_of(write(ann_client, eli, body="a" * 50_001))
    assert "longer than one post can be" in page
    assert not Message.objects.exists()

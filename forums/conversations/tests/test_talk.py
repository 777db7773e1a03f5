"""Talking: numbers, pages, what is new, changing and taking back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from forums.conversations.models import Conversation, Message, Participant
from forums.conversations.refusals import MESSAGES_AN_HOUR
from members.connections.models import Block
from members.mail.models import Mail
from members.progress.models import Draft

pytestmark = pytest.mark.django_db

LIST = "/conversations/"


@pytest.fixture
def talk(make_conversation):
    """Ann and Eli, who know each other: two messages."""
    return make_conversation(messages=1)


def say(client, conversation, body="And then?", **more):
    return client.post(reverse("conversations:say", args=[conversation.pk]), {"body": body, "token": uuid4()} | more)


def text_of(response):
    return response.content.decode()


def fill(conversation, count):
    """Messages as a long talk has left them, without the pace of the verbs."""
    people = [each.person_id for each in conversation.participants.all()]
    start = conversation.last_number
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            number=start + n,
            author_id=people[n % 2],
            body=f"Line {start + n}.",
            html=f"<p>Line {start + n}.</p>",
            excerpt=f"Line {start + n}.",
        )
        for n in range(1, count + 1)
    )
    Conversation.objects.filter(pk=conversation.pk).update(last_number=start + count, last_message_at=timezone.now())
    conversation.refresh_from_db()


def test_a_message_arrives_and_leads_to_itself(ann_client, talk):
    response = say(ann_client, talk)
    assert response.url == f"/conversations/{talk.pk}/?page=1#message-3"
    assert "And then?" in text_of(ann_client.get(response.url))


def test_sent_twice_it_counts_once(ann_client, talk):
    token = uuid4()
    for _ in range(2):
        say(ann_client, talk, token=token)
    assert talk.messages.count() == 3


def test_nobody_else_sees_it(client, hana_client, maya_client, carol_client, talk):
    address = talk.get_absolute_url()
    assert reverse("account_login") in client.get(address).url
    for other in [hana_client, maya_client, carol_client]:
        assert other.get(address).status_code == 404
        assert say(other, talk).status_code == 404
        assert "May I ask" not in text_of(other.get(LIST))


def test_reading_moves_ones_place_and_reads_the_notice(ann_client, ann, eli, talk):
    talk.say(by=eli, body="Two things.")
    assert ann.notices.unread().count() == 1
    assert "2 new" in text_of(ann_client.get(LIST))
    ann_client.get(talk.get_absolute_url())
    assert not ann.notices.unread().exists()
    assert " new</span>" not in text_of(ann_client.get(LIST))


def test_the_other_is_not_shown_what_was_read(ann_client, eli_client, ann, talk):
    talk.say(by=ann, body="Have you read it?")
    before = text_of(ann_client.get(talk.get_absolute_url()))
    eli_client.get(talk.get_absolute_url())
    assert without_tokens(text_of(ann_client.get(talk.get_absolute_url()))) == without_tokens(before)


def without_tokens(page):
    return [line for line in page.splitlines() if 'name="csrfmiddlewaretoken"' not in line and "token" not in line]


def test_a_browser_that_fetches_ahead_reads_nothing(ann_client, ann, talk):
    ann_client.get(talk.get_absolute_url(), headers={"sec-purpose": "prefetch"})
    assert ann.notices.unread().exists()


def test_notices_merge_and_one_letter_comes_until_it_is_read(ann, ann_client, eli, talk):
    for number in range(3):
        talk.say(by=eli, body=f"Thought {number}.")
    assert [notice.headline for notice in ann.notices.all()] == ["Eli Brandt wrote to you: 4 new messages"]
    assert Mail.objects.filter(to=ann, kind="forums/conversations/messaged").count() == 1
    ann_client.get(talk.get_absolute_url())
    talk.say(by=eli, body="One more.")
    assert ann.notices.unread().get().headline == "Eli Brandt wrote to you"
    assert Mail.objects.filter(to=ann, kind="forums/conversations/messaged").count() == 2


def test_what_comes_while_one_reads_stays_new(ann, eli, talk):
    me = talk.participants.get(person=ann)
    end = talk.last_number
    talk.say(by=eli, body="Just now.")
    me.reach(end, end=end)
    assert ann.notices.unread().exists()


def test_pages_are_ranges_and_one_resumes_at_the_first_unread(ann_client, ann, talk):
    fill(talk, 88)  # 90 in all: three pages
    Participant.objects.filter(conversation=talk, person=ann).update(last_number=35)
    page = text_of(ann_client.get(talk.get_absolute_url(), {"at": "new"}))
    assert "Line 31." in page
    assert "Line 60." in page
    assert "Line 61." not in page
    assert "New since you were here" in page
    assert talk.participants.get(person=ann).last_number == 60
    assert "Line 90." in text_of(ann_client.get(talk.get_absolute_url())), "else it opens at its end"


@pytest.mark.parametrize("page", ["0", "4", "-1", "x", "²", "9" * 30])
def test_a_page_that_does_not_exist_is_not_there(ann_client, talk, page):
    assert ann_client.get(talk.get_absolute_url(), {"page": page}).status_code == 404


def test_a_link_to_a_message_always_lands(ann_client, hana_client, talk):
    fill(talk, 40)
    address = reverse("conversations:message", args=[talk.pk, 35])
    assert ann_client.get(address).url == f"/conversations/{talk.pk}/?page=2#message-35"
    assert ann_client.get(reverse("conversations:message", args=[talk.pk, 99])).status_code == 404
    assert hana_client.get(address).status_code == 404


def test_too_many_messages_within_an_hour_are_told_kindly_and_kept(ann, ann_client, talk):
    fill(talk, 2 * MESSAGES_AN_HOUR)
    page = text_of(say(ann_client, talk, body="One too many."))
    assert "Take a breath" in page
    assert "One too many." in page


def test_changing_ones_own_words(ann_client, eli_client, talk):
    address = reverse("conversations:edit", args=[talk.pk, 1])
    assert eli_client.post(address, {"body": "Mine now."}).status_code == 403
    ann_client.post(address, {"body": "May I ask how you **began**?"})
    page = text_of(eli_client.get(talk.get_absolute_url()))
    assert "<strong>began</strong>" in page
    assert "edited" in page


def test_a_request_cannot_become_another_one(ann_client, make_conversation):
    asked = make_conversation(accepted=False)
    page = text_of(ann_client.post(reverse("conversations:edit", args=[asked.pk, 1]), {"body": "Answer me!"}))
    assert "has your message" in page
    assert asked.messages.get().body == "May I ask how you began?"


def test_taking_back_removes_the_words_everywhere(eli, eli_client, ann_client, talk):
    address = reverse("conversations:withdrawal", args=[talk.pk, 2])
    assert ann_client.post(address).status_code == 403
    for _ in range(2):
        assert eli_client.post(address).status_code == 302
    talk.refresh_from_db()
    assert talk.last_excerpt == ""
    assert "Message number 1" not in text_of(ann_client.get(talk.get_absolute_url())) + text_of(ann_client.get(LIST))
    assert "This message was taken back." in text_of(ann_client.get(talk.get_absolute_url()))


def test_a_draft_is_kept_and_brought_back(ann_client, ann, talk):
    key = f"conversation:{talk.pk}"
    say(ann_client, talk, body="Half a thought", keep="1", draft_key=key, draft_version="0")
    assert Draft.objects.find(ann, key).fields["body"] == "Half a thought"
    assert "Half a thought" in text_of(ann_client.get(talk.get_absolute_url()))
    say(ann_client, talk, body="A whole thought", draft_key=key, draft_version="1")
    assert "Half a thought" not in text_of(ann_client.get(talk.get_absolute_url()))


def test_a_preview_sends_nothing(ann_client, talk):
    assert "<em>so</em>" in text_of(say(ann_client, talk, body="Quite *so*.", preview="1"))
    assert talk.messages.count() == 2


def test_a_block_ends_it_with_the_words_of_a_closed_door(ann_client, eli_client, ann, eli, talk):
    Block.put(by=eli, on=ann)
    assert "Eli Brandt takes no messages at the moment." in text_of(ann_client.get(talk.get_absolute_url()))
    assert "takes no messages" in text_of(say(ann_client, talk))
    page = text_of(eli_client.get(talk.get_absolute_url()))
    assert "You have blocked Ann Okafor." in page
    assert "Hear from Ann again" in page
    assert talk.messages.count() == 2


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_conversation_costs_the_same_at_any_length(ann_client, how_many, talk, django_assert_max_num_queries):
    fill(talk, how_many - 1)
    with django_assert_max_num_queries(8):  # what is new is read, too
        assert ann_client.get(talk.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_costs_the_same_at_any_length(
    ann, ann_client, make_person, make_conversation, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        person = make_person()
        make_conversation(by=person, to=[ann], accepted=number % 2)
    with django_assert_max_num_queries(6):
        page = text_of(ann_client.get(LIST))
    assert "Member 0" in page


def test_a_long_list_goes_on_by_keyset(ann, ann_client, make_person, make_conversation, monkeypatch):
    monkeypatch.setattr("forums.conversations.listing.ROWS", 2)
    for number in range(3):
        make_conversation(by=make_person(name=f"Person {number}"), to=[ann])
    first = ann_client.get(LIST)
    assert "Person 0" not in text_of(first)
    assert "Person 0" in text_of(ann_client.get(LIST + first.context["older_url"]))
    assert ann_client.get(LIST, {"older": "nonsense"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_messages_at_the_same_moment_get_numbers_of_their_own(ann, eli, talk):
    def write(person):
        try:
            return Conversation.objects.get(pk=talk.pk).say(by=person, body="At once").number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as many:
        numbers = sorted(many.map(write, [ann, eli, ann, eli]))
    talk.refresh_from_db()
    assert (numbers, talk.last_number) == ([3, 4, 5, 6], 6)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_take_the_same_number(ann, eli, talk):
    """The control: both read before either writes; the database stops one."""
    both_have_read = Barrier(2, timeout=10)

    def write(person):
        try:
            number = Conversation.objects.get(pk=talk.pk).last_number + 1
            both_have_read.wait()
            Message.objects.create(conversation=talk, number=number, author=person, body="At once")
            return "written"
        except IntegrityError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(write, [ann, eli])) == ["refused", "written"]


def test_a_file_goes_with_a_message_to_those_who_read_it(
    ann_client, eli_client, hana_client, client, carol_client, talk
):
    paper = SimpleUploadedFile("notes.txt", b"What we heard in May.", "text/plain")
    key = {"draft_key": f"conversation:{talk.pk}"}
    added = say(ann_client, talk, body="", draft_files=paper, draft_attach="1", **key)
    assert "There is no text yet" not in text_of(added)
    assert "notes.txt" in text_of(added)
    assert talk.messages.count() == 2
    say(ann_client, talk, body="With my notes.", **key)
    assert "notes.txt" in text_of(eli_client.get(talk.get_absolute_url()))
    address = talk.messages.get(number=3).files_sent.get().file.url
    assert b"".join(eli_client.get(address).streaming_content) == b"What we heard in May."
    for other in [hana_client, carol_client, client]:
        assert other.get(address).status_code == 404
    ann_client.post(reverse("conversations:withdrawal", args=[talk.pk, 3]))
    assert eli_client.get(address).status_code == 404

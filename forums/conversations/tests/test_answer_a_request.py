"""Answering somebody one does not know: accept, not now, block. Only a yes is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from forums.conversations.models import Conversation, Participant
from members.audit.models import Entry
from members.connections.models import is_between
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

LIST = "/conversations/"


@pytest.fixture
def asked(make_conversation):
    """Ann asked Eli."""
    return make_conversation(accepted=False)


def answer(client, conversation, word):
    return client.post(reverse("conversations:response", args=[conversation.pk]), {"answer": word})


def state_of(conversation, person):
    return conversation.participants.get(person=person).state


def test_a_request_stands_on_top_of_the_list_with_its_words(eli_client, asked):
    page = eli_client.get(LIST).content.decode()
    assert "1 person would like to talk to you" in page
    assert "May I ask how you began?" in page


def test_a_yes_is_told_and_opens_the_way(eli_client, ann, eli, asked):
    answer(eli_client, asked, "accept")
    assert ann.notices.get().headline == "Eli Brandt would like to talk: you can write on."
    assert asked.say(by=ann, body="Thank you!").number == 2


def test_a_yes_twice_tells_once(eli_client, ann, asked):
    for _ in range(2):
        answer(eli_client, asked, "accept")
    assert ann.notices.count() == 1


def test_a_no_is_silent_and_looks_like_waiting(eli_client, ann_client, ann, eli, asked):
    before = ann_client.get(asked.get_absolute_url()).content.decode()
    answer(eli_client, asked, "decline")
    after = ann_client.get(asked.get_absolute_url()).content.decode()
    assert not ann.notices.exists()
    assert without_tokens(before) == without_tokens(after)
    assert "would like to talk" not in eli_client.get(LIST).content.decode()


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line and "messages" not in line]


def test_a_no_can_still_become_a_yes(eli_client, eli, asked):
    answer(eli_client, asked, "decline")
    assert "Ann Okafor" in eli_client.get(LIST, {"aside": 1}).content.decode()
    answer(eli_client, asked, "accept")
    assert state_of(asked, eli) == Participant.JOINED


def test_a_yes_does_not_become_a_no(eli_client, eli, asked):
    answer(eli_client, asked, "accept")
    answer(eli_client, asked, "decline")
    assert state_of(asked, eli) == Participant.JOINED


def test_blocking_from_the_request(eli_client, ann_client, ann, eli, asked):
    answer(eli_client, asked, "block")
    assert is_between(ann, eli)
    assert state_of(asked, eli) == Participant.DECLINED
    assert (
        "block"
        not in ann_client.get(asked.get_absolute_url())
        .content.decode()
        .split("<main")[1]
        .split('id="answer"')[1]
        .lower()
    )


def test_nobody_answers_for_somebody_else(hana_client, ann_client, client, eli, asked):
    assert answer(hana_client, asked, "accept").status_code == 404
    answer(ann_client, asked, "accept")
    assert reverse("account_login") in answer(client, asked, "accept").url
    assert state_of(asked, eli) == Participant.ASKED


def test_reading_the_request_reads_its_notice(eli_client, eli, asked):
    eli_client.get(asked.get_absolute_url())
    assert not eli.notices.unread().exists()
    assert state_of(asked, eli) == Participant.ASKED


def test_a_request_outlives_the_account_it_was_for(ann_client, eli, asked):
    eli.delete()
    assert "Everybody else has left" in ann_client.get(asked.get_absolute_url()).content.decode()
    assert ann_client.get(LIST).status_code == 200


def test_the_record_has_no_words(eli_client, asked):
    answer(eli_client, asked, "accept")
    assert [entry.label for entry in Entry.objects.filter(action__startswith="conversations")] == [
        f"conversation {asked.pk}"
    ] * 2


@pytest.mark.django_db(transaction=True)
def test_a_yes_and_a_no_at_the_same_moment_end_in_a_yes_told_once(ann, eli, asked):
    def give(verb):
        try:
            getattr(Conversation.objects.get(pk=asked.pk), verb)(by=eli)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as many:
        list(many.map(give, ["accept", "decline", "accept", "decline"]))
    assert state_of(asked, eli) == Participant.JOINED
    assert Notice.objects.filter(person=ann).count() == 1
    assert Entry.objects.filter(action="conversations.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_read_first_and_written_later_a_no_would_undo_a_yes(ann, eli, asked):
    """The control: each looks at the state, and writes what it found to be right a moment later."""
    both_have_read = Barrier(2, timeout=10)
    first = Barrier(2, timeout=10)

    def give(state):
        try:
            row = Participant.objects.get(conversation=asked, person=eli)
            both_have_read.wait()
            if row.state == Participant.ASKED:
                if state == Participant.DECLINED:
                    first.wait()
                row.state, row.joined_at = state, row.asked_at
                row.save(update_fields=["state", "joined_at"])
                if state == Participant.JOINED:
                    first.wait()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(give, [Participant.JOINED, Participant.DECLINED]))
    assert state_of(asked, eli) == Participant.DECLINED

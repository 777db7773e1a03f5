"""Hearing of messages: letters with the text, a line without words in the weekly one, and nothing anywhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.conversations.digest import letters
from forums.conversations.models import Conversation
from members.connections.models import Block
from members.mail.delivery import deliver_due
from members.mail.models import Mail
from members.mail.preferences import stop

pytestmark = pytest.mark.django_db

SECRET = "The merger is on Tuesday."


@pytest.fixture
def talk(make_conversation, ann, eli):
    """Ann and Eli know each other; Eli has told her a secret."""
    conversation = make_conversation(messages=1)
    Mail.objects.all().delete()
    conversation.participants.filter(person=ann).update(last_number=2)
    conversation.say(by=eli, body=SECRET)
    return conversation


@pytest.fixture
def news_for(told_in_digest):
    return lambda person: told_in_digest(letters, person)


def test_the_letter_carries_the_text_and_its_stop(talk, ann, mailoutbox):
    assert deliver_due() == 0, "a reader who is there gets none"
    deliver_due(timezone.now() + timedelta(minutes=4))
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([ann.email], "Eli Brandt wrote to you")
    assert SECRET in letter.body
    assert "List-Unsubscribe" in letter.extra_headers
    assert reverse("conversations:message", args=[talk.pk, 3]) in letter.body


@pytest.mark.parametrize("how", ["reads", "mutes", "blocks", "is withdrawn"])
def test_no_letter_leaves_that_tells_nothing_any_more(talk, ann, ann_client, eli, how, mailoutbox):
    mine = talk.participants.get(person=ann)
    {
        "reads": lambda: ann_client.get(talk.get_absolute_url()),
        "mutes": lambda: mine.mute(by=ann),
        "blocks": lambda: Block.put(by=ann, on=eli),
        "is withdrawn": lambda: talk.messages.get(number=3).withdraw(by=eli),
    }[how]()
    assert deliver_due(timezone.now() + timedelta(minutes=4)) == 0
    assert not mailoutbox


def test_who_stopped_the_kind_gets_a_notice_alone(talk, ann, ann_client, eli):
    Mail.objects.all().delete()
    stop(ann.pk, "forums/conversations/messaged")
    ann_client.get(talk.get_absolute_url())
    talk.say(by=eli, body="Again.")
    assert Mail.objects.get().state == Mail.WITHHELD
    assert ann.notices.unread().count() == 1


def test_the_letter_of_a_request_says_who_asks(ann, hana, mailoutbox):
    Conversation.start(by=ann, to=[hana], body="I read your answer on maps.")
    deliver_due()
    assert mailoutbox[0].subject == "Ann Okafor would like to talk to you"
    assert "I read your answer on maps." in mailoutbox[0].body


def test_the_weekly_letter_counts_and_tells_no_words(talk, ann, make_conversation, hana, news_for):
    make_conversation(by=hana, to=[ann], body="Another secret.", accepted=False)
    (item,) = news_for(ann)
    assert item.headline == "2 people wrote to you"
    assert "secret" not in str(item)


def test_what_is_read_muted_or_by_somebody_blocked_is_no_news(talk, ann, ann_client, eli, news_for):
    Block.put(by=ann, on=eli)
    assert news_for(ann) == []
    Block.lift(by=ann, on=eli)
    talk.mute(by=ann)
    assert news_for(ann) == []
    talk.participants.get(person=ann).unmute(by=ann)
    assert len(news_for(ann)) == 1
    ann_client.get(talk.get_absolute_url())
    assert news_for(ann) == []


def test_nothing_of_it_is_found_or_listed_elsewhere(talk, ann_client, hana_client, carol_client):
    for client in [ann_client, hana_client, carol_client]:
        for address in ["/search/?q=merger", "/discussions/", "/discussions/unread/", "/"]:
            page = client.get(address).content.decode()
            for echo in ["q=merger", "title=merger", 'value="merger"', "“merger”"]:  # what was asked for, said again
                page = page.replace(echo, "")
            assert "merger" not in page


def test_a_draft_shows_what_it_is_for(talk, ann_client):
    key = f"conversation:{talk.pk}"
    say = reverse("conversations:say", args=[talk.pk])
    ann_client.post(say, {"body": "Half a thought", "keep": "1", "draft_key": key, "draft_version": "0"})
    page = ann_client.get(reverse("progress:drafts")).content.decode()
    assert "Eli Brandt" in page
    assert say in page

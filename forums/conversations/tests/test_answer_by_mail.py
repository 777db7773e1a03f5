"""A message is answered by mail as it is on the page, and only by who is in the conversation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.conversations.models import MessageFile
from members.connections.models import Block
from members.mail.delivery import deliver_due
from members.mail.incoming.addresses import address_of
from members.mail.models import Incoming, Mail
from members.progress.models import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("takes_mail")]
TEXT = "By asking, as you do."


def test_an_answer_to_the_letter_stands_in_the_conversation(
    make_conversation, ann, eli, write_by_mail, mailoutbox, clock
):
    conversation = make_conversation()
    conversation.say(by=eli, body="With a map, and a colleague.")
    clock(timedelta(minutes=10))
    deliver_due()
    (letter,) = [message for message in mailoutbox if message.to == [ann.email]]
    (address,) = letter.reply_to
    row = write_by_mail(ann, address, TEXT, files=[("map.txt", b"Ask the shops first.")])
    message = conversation.messages.get(number=3)
    assert (message.author, message.body, message.reply_to_number) == (ann, TEXT, 2)
    assert row.state == Incoming.TAKEN
    assert [str(sent) for sent in MessageFile.objects.of(message)] == ["map.txt"]


def test_who_is_not_in_it_learns_nothing_of_it(make_conversation, hana, write_by_mail):
    conversation = make_conversation()
    row = write_by_mail(hana, address_of(hana.pk, "conversation", conversation.pk), TEXT)
    assert row.state == Incoming.REFUSED
    assert conversation.messages.count() == 1


def test_what_the_page_would_refuse_is_refused_and_kept(make_conversation, ann, eli, ann_client, write_by_mail):
    conversation = make_conversation()
    Block.put(by=ann, on=eli)
    row = write_by_mail(ann, address_of(ann.pk, "conversation", conversation.pk), TEXT)
    assert row.state == Incoming.REFUSED
    (draft,) = Draft.objects.of(ann)
    assert (draft.key, draft.fields["body"]) == (f"conversation:{conversation.pk}", TEXT)
    (mail,) = Mail.objects.filter(kind="members/mail/incoming/refused")
    assert mail.context["url"] == draft.get_absolute_url()
    assert TEXT in ann_client.get(draft.get_absolute_url()).content.decode()


def test_who_is_silenced_says_nothing_by_mail(make_conversation, ann, write_by_mail):
    conversation = make_conversation()
    ann.be_silent_until(timezone.now() + timedelta(days=1), by=None)
    row = write_by_mail(ann, address_of(ann.pk, "conversation", conversation.pk), TEXT)
    assert (row.state, conversation.messages.count()) == (Incoming.REFUSED, 1)

"""What people of the demo community say to each other alone: answered, among several, asked, and waiting."""

import uuid
from functools import partial

from forums.conversations.models import Conversation, Message

from .cast import told_in
from .knowing import person_named
from .moments import moment

MESSAGES = uuid.UUID("5f0f3c1e-6f0b-4b7e-9f43-2c9a3f8d7b61")  # the tokens of demo messages are made from it


def read():
    """What content/conversations.toml says of each conversation, as dicts."""
    return told_in("conversations.toml")["conversation"]


def token_of(about, number):
    return uuid.uuid5(MESSAGES, f"{about['name']}/{number}")


def acts(now):
    """(moment, do) of the conversations that are not there yet: each is begun, accepted, and goes on."""
    there = set(Message.objects.filter(number=1).exclude(token=None).values_list("token", flat=True))
    for about in read():
        if token_of(about, 1) in there:
            continue
        first, *rest = about["message"]
        yield moment(first["at"], now), partial(_begin, about, first)
        if "accepted" in about:
            for key in about["to"]:
                yield moment(about["accepted"], now), partial(_accept, about, key)
        for number, message in enumerate(rest, 2):
            yield moment(message["at"], now), partial(_say, about, number, message)


def _begin(about, message):
    Conversation.start(
        by=person_named(message["by"]),
        to=[person_named(key) for key in about["to"]],
        subject=about.get("subject", ""),
        body=message["text"].strip(),
        token=token_of(about, 1),
    )


def _accept(about, key):
    _conversation(about).accept(by=person_named(key))


def _say(about, number, message):
    by, text = person_named(message["by"]), message["text"].strip()
    _conversation(about).say(by=by, body=text, reply_to=message.get("to"), token=token_of(about, number))


def _conversation(about):
    return Message.objects.select_related("conversation").get(token=token_of(about, 1)).conversation

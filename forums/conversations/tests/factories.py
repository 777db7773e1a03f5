"""Conversations for the tests of every room."""

import pytest


@pytest.fixture
def make_conversation(ann, eli):
    """`make_conversation(by=ann, to=[eli], body=…, accepted=True, messages=0)`: begun by Ann, and accepted by all who
    were asked; then so many messages, by turns."""
    from forums.conversations.models import Conversation

    def make(accepted=True, messages=0, **changes):
        about = {"by": ann, "to": [eli], "body": "May I ask how you began?"} | changes
        conversation = Conversation.start(**about)
        if accepted:
            for person in about["to"]:
                conversation.accept(by=person)
        people = [*about["to"], about["by"]]
        for number in range(messages):
            conversation.say(by=people[number % len(people)], body=f"Message number {number + 1}.")
        return conversation

    return make

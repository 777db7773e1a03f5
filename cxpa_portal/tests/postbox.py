"""A mail server for tests that want the letters as they arrive."""

import email
import email.policy
import re
import socket

from aiosmtpd.controller import Controller


class Postbox:
    """A mail server on this machine that keeps what it gets."""

    def __init__(self):
        self.messages = []
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_error):
        self._controller.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def to(self, address):
        """The letters to `address`, oldest first."""
        return [message for message in self.messages if message["To"] == address]

    def letter(self, address, words):
        """The one letter to `address` whose subject begins with `words`."""
        found = [message for message in self.to(address) if subject_of(message).startswith(words)]
        assert len(found) == 1, (words, [subject_of(message) for message in self.to(address)])
        return found[0]


def subject_of(message):
    """The subject as a mail program shows it: a long one is folded before its first word, which leaves a space."""
    return message["Subject"].strip()


def text_of(message, kind="plain"):
    """What a letter says, in its `plain` or its `html` part."""
    return message.get_body((kind,)).get_content()


def link_in(message, path):
    """The address below `path` in the text of a letter, as somebody clicks it."""
    return re.search(rf"http://\S+{path}\S*", text_of(message))[0]

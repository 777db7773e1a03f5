"""A mail server on this machine that counts, and that can be told to fail."""

import asyncio
import re
from collections import Counter
from threading import Lock

from aiosmtpd.controller import Controller

from . import servers

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Sink:
    """Takes every letter, unless told otherwise: `will(fault, count)` says what happens to the next `count`.

    Faults: "later" answers 451, "hang" never answers, "drop" takes the letter and hangs up without a word of it.
    """

    def __init__(self):
        self.port = servers.free_port()
        self.taken = Counter()  # Message-ID → how often it was taken
        self.unsaid = Counter()  # of these, how often the answer never left
        self.refused = set()  # addresses that do not exist here
        self._faults, self._lock, self._controller = [], Lock(), None

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *_error):
        self.close()

    def open(self):
        self._controller = Controller(self, hostname=servers.HOST, port=self.port)
        self._controller.start()

    def close(self):
        """Nobody answers at this port any more."""
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def count(self):
        return self.taken.total()

    def will(self, fault, count):
        with self._lock:
            self._faults += [fault] * count

    @property
    def faults_left(self):
        return len(self._faults)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return "550 5.1.1 There is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        with self._lock:
            fault = self._faults.pop(0) if self._faults else None
        if fault == "later":
            return "451 4.3.0 Later, perhaps"
        if fault == "hang":
            await asyncio.sleep(30)
            return "451 4.4.2 That took too long"
        found = MESSAGE_ID.search(envelope.content)
        letter = found[1].decode() if found else f"<nameless.{self.count}>"
        self.taken[letter] += 1
        if fault == "drop":
            self.unsaid[letter] += 1
            server.transport.abort()
        return "250 OK"

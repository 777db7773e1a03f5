"""People who read and post while the rest breaks, one after the other and without a pause."""

import threading
import time
from contextlib import contextmanager

from .visitor import Visitor

PASSWORD = "a-password-for-one-drill"
PEOPLE = 12
POST_EVERY = 6  # visits


class Visits:
    """A thread of visits; `place` is (path of a topic, where one replies to it)."""

    def __init__(self, portal, place):
        self.portal, self.place, self.tallies = portal, place, {}
        self._visitors = [Visitor(portal, self.tallies) for _number in range(PEOPLE)]
        self._going, self._free = threading.Event(), threading.Lock()
        self._thread = threading.Thread(target=self._go, daemon=True)
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self._going.is_set():
            self._going.clear()
            self._thread.join(60)

    def sign_in(self):
        """All of them, with fresh browsers; the first time, the visits begin."""
        fresh = [Visitor(self.portal, self.tallies) for _number in range(PEOPLE)]
        for number, visitor in enumerate(fresh):
            visitor.sign_in(f"visitor{number}@portal.example", PASSWORD)
        self._visitors = fresh
        if not self._going.is_set():
            self._going.set()
            self._thread.start()

    @contextmanager
    def paused(self):
        """Nobody comes meanwhile; who is there goes first."""
        with self._free:
            yield

    def wait_for_one(self):
        before, until = self.count, time.monotonic() + 60
        while self.count <= before + 1 and time.monotonic() < until:
            time.sleep(0.05)

    @property
    def errors(self):
        return [error for tally in self.tallies.values() for error in tally.errors]

    @property
    def note(self):
        done = ", ".join(f"{tally.done} × {name}" for name, tally in sorted(self.tallies.items()))
        slowest = max((tally.slowest for tally in self.tallies.values()), default=0)
        return f"{done}; slowest {slowest:.1f} s" + (f"; {self.errors[0]}" if self.errors else "")

    def _go(self):
        topic, reply = self.place
        while self._going.is_set():
            with self._free:
                visitor = self._visitors[self.count % PEOPLE]
                for path in ("/", "/discussions/", topic, "/notices/"):
                    visitor.read(path)
                if self.count % POST_EVERY == 0:
                    visitor.post(topic, reply, f"Visit {time.monotonic_ns()}")
                self.count += 1
            time.sleep(0.8)

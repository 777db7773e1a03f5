"""Sections of the digest that say what a test wants."""

import pytest

from members.mail import sections


@pytest.fixture
def tell_in_digest(monkeypatch):
    """`tell_in_digest(name, *items, **about)`: a section of the digest; as long as this is asked for, those of the
    rooms are silent. In place of items, a callable says them, and an exception is raised."""
    monkeypatch.setattr(sections, "_sections", {})

    def tell(name, *items, heading="News", **about):
        def say(person, since, until):
            if items and isinstance(items[0], Exception):
                raise items[0]
            return items[0](person, since, until) if items and callable(items[0]) else list(items)

        sections.register(name, heading=heading, items=say, **about)

    return tell

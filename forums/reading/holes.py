"""Holes in a text that is kept for many readers, where each is told what is theirs alone.

While such a text is written, `Anybody` stands for the reader: of their own they have nothing but holes.
"""

import re
from copy import copy
from functools import cache as once

from django.utils.crypto import salted_hmac
from django.utils.html import escape
from django.utils.safestring import mark_safe

from members.accounts.asking import Asker, Rights
from members.mail.bell import bell_of

OURS = ["name", "initials", "email"]  # what the frame of a page says of who is signed in
_HOLE = re.compile("hole-[0-9a-f]{24}")


@once
def hole(name):
    """A word that stands for what is told at `name`; nobody can guess it."""
    return f"hole-{salted_hmac('forums.reading.kept', name).hexdigest()[:24]}"


def filled(text, told):
    """`text` with what is `told` in its holes: {name: HTML, or a function that gives it where it is asked for}. What
    fills a hole may have holes itself."""
    by_hole = {hole(name): value for name, value in told.items()}

    def fill(found):
        value = by_hole.get(found[0])
        if callable(value):
            value = by_hole[found[0]] = value()
        return found[0] if value is None else _HOLE.sub(fill, str(value))

    return mark_safe(_HOLE.sub(fill, text))


class Anybody(Asker):
    """Everybody with the same rights as `reader`."""

    def __init__(self, reader):
        super().__init__(Rights.of(reader), reader.pk)
        self.address_bounces = getattr(reader, "address_bounces", False)
        self.bell = hole("bell")
        for name in OURS:
            setattr(self, name, hole(name))


def for_anybody(request):
    """The request as if anybody with the rights of its reader had sent it."""
    asked = copy(request)
    asked.resolver_match = request.resolver_match
    asked.user = Anybody(request.user)
    return asked


def of_reader(person):
    """What fills the holes of `Anybody`."""
    if not person.is_authenticated:
        return {}
    return {name: escape(getattr(person, name)) for name in OURS} | {"bell": lambda: bell_of(person)}

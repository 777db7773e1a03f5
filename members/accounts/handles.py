"""Handles: the names by which people are named in a text, such as @ann-okafor."""

import re

from django.utils.text import slugify

# A handle in a text ends where a word ends, so that "@ann-okafor, look" and "@ann-okafor's" name Ann.
HANDLE = re.compile(r"[^\W_](?:(?:[^\W_]|-){0,38}[^\W_])?")
LONGEST = 40


def base_of(name):
    """What a handle for `name` begins as: plain letters, or the person's own where no plain ones are left."""
    for unicode in (False, True):
        base = slugify(name, allow_unicode=unicode).replace("_", "-").strip("-")[: LONGEST - 6].strip("-")
        if len(base) > 1:
            return base
    return "member"


def handles_for(names, taken):
    """A handle for each of `names`, in their order, none of them in the set `taken`, which grows by them."""
    reached = {}
    for name in names:
        base = base_of(name)
        number = reached.get(base, 1)
        while (handle := base if number == 1 else f"{base}-{number}") in taken:
            number += 1
        reached[base] = number + 1
        taken.add(handle)
        yield handle

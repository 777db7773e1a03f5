"""What a digest tells: the items of every section, without what this person has been told before."""

import logging
from dataclasses import dataclass, field
from itertools import zip_longest

from django.db import transaction

from .models import DigestEntry
from .sections import Item, Section, all_sections

MOST = 15  # items in one letter
logger = logging.getLogger(__name__)


@dataclass
class Gathered:
    """The news for one person, by section, in the order of the letter."""

    parts: list[tuple[Section, list[Item]]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # the names of sections that failed

    @property
    def items(self):
        return [item for _section, items in self.parts for item in items]


def gather(person, since, until):
    """The Gathered news for `person` between the two moments; changes nothing.

    A section that fails is left out and logged: one room's mistake must not cost a person the news of the others.
    """
    gathered, found = Gathered(), []
    for section in all_sections():
        try:
            # A savepoint each: an error of the database in one must not spoil the transaction of all.
            with transaction.atomic():
                found.append((section, list(section.items(person, since, until))))
        except Exception:
            logger.exception("The section %s of the digest failed for person %s", section.name, person.pk)
            gathered.left_out.append(section.name)
    gathered.parts = _at_most(MOST, _news(person, found))
    return gathered


def _news(person, found):
    """`found` without items told before, and without a second line for the same news or page in one letter."""
    keys = [item.key for _section, items in found for item in items]
    seen = set(DigestEntry.objects.filter(person=person, key__in=keys).values_list("key", flat=True)) if keys else set()
    parts = []
    for section, items in found:
        fresh = []
        for item in items:
            if len(fresh) == section.most:
                break
            if item.key not in seen and item.url not in seen:
                seen |= {item.key, item.url}
                fresh.append(item)
        if fresh:
            parts.append((section, fresh))
    return parts


def _at_most(most, parts):
    """`parts` cut to `most` items: the best of each section first, so that no section crowds out another."""
    rounds = zip_longest(*([(section.name, item.key) for item in items] for section, items in parts))
    chosen = set([pair for each in rounds for pair in each if pair is not None][:most])
    kept = [(section, [item for item in items if (section.name, item.key) in chosen]) for section, items in parts]
    return [(section, items) for section, items in kept if items]

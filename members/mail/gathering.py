"""What digests tell: the items of every section for a whole batch of readers, without what each was told before."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction

from .models import DigestEntry, Less
from .ranking import WORDS_A_MINUTE, Line, best_of, line_of
from .readers import Edition, Reader, Readers
from .rounds import zone_of
from .sections import Section, all_sections

MOST_FAILURES = 24  # of one section in one batch: enough to find two people among five hundred
logger = logging.getLogger(__name__)


@dataclass
class Gathered:
    """The news for one reader: lines, the best first."""

    lines: list[Line] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # the names of sections that failed

    @property
    def items(self):
        return [line.item for line in self.lines]

    @property
    def parts(self):
        """[(Section, its lines)]: the section of the best line first, and in each the best first."""
        by_section: dict[str, tuple[Section, list[Line]]] = {}
        for line in self.lines:
            by_section.setdefault(line.section.name, (line.section, []))[1].append(line)
        return list(by_section.values())

    @property
    def minutes(self):
        """How long it takes to read it all, in whole minutes, one at least."""
        return max(round(sum(item.reading for item in self.items) / WORDS_A_MINUTE), 1)


def gather(person, since, until, *, minutes=6, less=None):
    """The Gathered news for one person between the two moments; changes nothing. `less`, what they asked to hear less
    of, spares the query."""
    less = Less.objects.filter(person=person) if less is None else less
    codes = frozenset(each.code for each in less)
    reader = Reader(person, since, until, zone_of(person), less=codes, minutes=minutes)
    return gather_for(Readers([reader], Edition(until, since)))[person.pk]


def gather_for(readers):
    """{pk of a reader: Gathered} for a batch of Readers; changes nothing.

    A section that fails is left out and logged, for those readers with whom it fails: neither one room's mistake nor
    one person's row must cost others their news.
    """
    found, left_out = _ask_sections(readers)
    found = [(section, items | _owed(section, readers, left_out)) for section, items in found]
    told = _told_before(readers, found)
    gathered = {}
    for reader in readers:
        lines = [
            line
            for section, by_reader in found
            for item in by_reader.get(reader.pk, ())
            if not any((reader.pk, key) in told for key in item.keys) and (line := line_of(section, item, reader.less))
        ]
        gathered[reader.pk] = Gathered(best_of(lines, reader.minutes), left_out[reader.pk])
    return gathered


def _ask_sections(readers):
    """([(Section, {pk: items})], {pk: the names of sections that failed}).

    One savepoint for all of them: only where something fails is each asked again in one of its own, because an error
    of the database in one must not spoil the transaction of the others.
    """
    try:
        with transaction.atomic():
            found = [(section, section.items(readers, readers.edition.now)) for section in all_sections()]
        return found, defaultdict(list)
    except Exception:  # noqa: BLE001 - which one it was is found, and logged, below
        left_out = defaultdict(list)
        return [(section, _ask_carefully(section, readers, left_out)) for section in all_sections()], left_out


def _owed(section, readers, left_out):
    """{pk: items} of those to whom a section that failed last time owes more than the others do: mostly of nobody."""
    late = [reader for reader in readers.owed(section.name) if section.name not in left_out[reader.pk]]
    return _ask_carefully(section, Readers(late, readers.edition), left_out) if late else {}


def _ask_carefully(section, readers, left_out):
    """The items of one section, halving the batch until those are found with whom it fails; with too many, it is left
    out for all that remain."""
    items, failures, waiting = {}, 0, [readers]
    while waiting:
        some = waiting.pop()
        if failures < MOST_FAILURES:
            try:
                with transaction.atomic():
                    items |= section.items(some, some.edition.now)
                continue
            except Exception as error:
                if not failures:
                    logger.exception("The section %s of the digest failed", section.name)
                failures += 1
                if len(some) > 1:
                    waiting += some.halves()
                    continue
                logger.warning("It fails for person %s: %r", some.all[0].pk, error)
        for reader in some:
            left_out[reader.pk].append(section.name)
    return items


def _told_before(readers, found):
    """{(pk, key)} of what these readers have had in a digest."""
    keys = {key for _section, by_reader in found for items in by_reader.values() for item in items for key in item.keys}
    if not keys:
        return set()
    told = DigestEntry.objects.filter(person__in=readers.pks, key__in=keys)
    return set(told.values_list("person_id", "key"))

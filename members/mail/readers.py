"""Those whose digests are made together, and what is read once for all of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(eq=False)
class Reader:
    """One person, and the stretch of time their digest tells of."""

    person: object
    since: datetime
    until: datetime
    zone: ZoneInfo
    less: frozenset = frozenset()  # the codes of what they asked to hear less of
    minutes: int = 6
    owed: dict[str, datetime] = field(
        default_factory=dict
    )  # since when sections that failed last time have told nothing
    pk: int = field(init=False)  # asked for at every piece of news

    def __post_init__(self):
        self.pk = self.person.pk

    def is_news(self, moment):
        """Whether `moment` lies in the stretch they are told of."""
        return moment is not None and self.since < moment <= self.until


class Edition:
    """What all batches of one run share: the same moment, and what was read for it already.

    `since` is the earliest moment from which anybody is told of anything.
    """

    def __init__(self, now, since):
        self.now, self.since = now, since
        self._known = {}

    def once(self, name, read):
        """What `read()` gives, asked once in this edition."""
        if name not in self._known:
            self._known[name] = read()
        return self._known[name]


class Readers:
    """A batch of Readers: a section goes through them, and asks the database for all of them at once."""

    def __init__(self, readers, edition):
        self.all = list(readers)
        self.edition = edition
        self.by_pk = {reader.pk: reader for reader in self.all}
        self._known = {}

    def __iter__(self):
        return iter(self.all)

    def __len__(self):
        return len(self.all)

    @property
    def pks(self):
        return list(self.by_pk)

    @property
    def since(self):
        """The earliest moment from which any of them is told of anything."""
        return min(reader.since for reader in self.all)

    @property
    def until(self):
        return max(reader.until for reader in self.all)

    def halves(self):
        """The same in two batches."""
        middle = len(self.all) // 2
        return [Readers(some, self.edition) for some in (self.all[:middle], self.all[middle:])]

    def owed(self, section):
        """Those to whom a section owes the news of an earlier letter too, with the longer stretch."""
        return [replace(reader, since=reader.owed[section]) for reader in self.all if section in reader.owed]

    def once(self, name, read):
        """What `read()` gives, asked once for this batch."""
        if name not in self._known:
            self._known[name] = read()
        return self._known[name]

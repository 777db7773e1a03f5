"""The first reading: who spoke, which topics and boards there are, and which files are broken. It holds no posts."""

from dataclasses import dataclass, field
from datetime import datetime

from ..slugs import slug_of
from . import archive, shape


@dataclass(slots=True)
class Known:
    """A person of the old community: as their latest post shows them, since their earliest."""

    author: shape.Author
    first_at: datetime
    last_at: datetime


@dataclass
class Span:
    """The least and the greatest of some ids."""

    least: int = 0
    most: int = 0

    def take(self, number):
        self.least = min(self.least or number, number)
        self.most = max(self.most, number)


@dataclass
class Survey:
    people: dict[int, Known] = field(default_factory=dict)
    topics: dict[int, tuple[str, int]] = field(default_factory=dict)  # id there: slug, highest number
    files: dict[int, str] = field(default_factory=dict)  # id there: the file that tells it
    categories: set = field(default_factory=set)
    hosts: set = field(default_factory=set)
    broken: dict[str, str] = field(default_factory=dict)  # file: why
    topic_ids: Span = field(default_factory=Span)
    post_ids: Span = field(default_factory=Span)
    new_posts: int = 0
    here_already: dict[int, int] = field(default_factory=dict)  # id there: posts in the file

    def take(self, file, known):
        """Take in one file; topics whose ids are in `known` are here already."""
        try:
            thread = read(file)
        except shape.Broken as reason:
            self.broken[file.name] = f"{reason}"
            return
        if thread.id in self.topics:
            self.broken[file.name] = f"{self.files[thread.id]} has told topic {thread.id} already"
            return
        self.topics[thread.id] = slug_of(thread.title), thread.highest
        self.files[thread.id] = file.name
        if thread.host:
            self.hosts.add(thread.host)
        for post in thread.shown:
            self._meet(post)
        if thread.id in known:
            self.here_already[thread.id] = len(thread.said)
            return
        self.categories.add(thread.category)
        self.new_posts += len(thread.said)
        self.topic_ids.take(thread.id)
        for post in thread.said:
            self.post_ids.take(post.id)

    def _meet(self, post):
        person = self.people.get(post.author.id)
        if person is None:
            self.people[post.author.id] = Known(post.author, post.created_at, post.created_at)
            return
        person.first_at = min(person.first_at, post.created_at)
        if post.created_at >= person.last_at:
            person.last_at, person.author = post.created_at, post.author


def read(file):
    """The Thread in `file`. Raises Broken."""
    if file.problem:
        raise shape.Broken(file.problem)
    return shape.read(file.content)


def survey(path, known, step):
    """Read all of `path` once; calls `step()` after each file. Raises CannotRead."""
    found = Survey()
    for file in archive.files(path):
        found.take(file, known)
        step()
    return found

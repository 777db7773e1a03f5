"""A large community to measure on: always the same for the same sizes, made once and kept in a database of its own.

Import it after `django.setup()`.
"""

import json
import random
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils.text import slugify
from tqdm import tqdm

from cxpa_portal.embedded.migrating import quick_migrations
from forums.discussions import markdown
from forums.discussions.models import Board, Post, PostSearch, Topic
from forums.reading.models import AllRead, Reading
from members.accounts.models import Person
from members.mail.notices import tell

from . import grown
from .words import RARE, Writer
from .yardstick import tables

VERSION = 3  # raise it when another community is made of the same sizes
SEED = 7
BATCH = 2_000
BEGAN = datetime(2021, 1, 4, 8, 0, tzinfo=UTC)
LASTED = timedelta(days=5 * 365)
HOT = 1  # the number of the topic of `Sizes.hot`
UNREAD = 60  # topics: two pages of a list
TYPICAL = 20  # posts of a topic on average, as in the communities that were measured


@dataclass(frozen=True)
class Sizes:
    posts: int = 10_000
    people: int = 1_000
    boards: int = 10
    longest: int = 2_000  # posts of the longest topic of these
    hot: int = 20_000  # posts of one topic more, which ended before the others began
    grown: int = 0  # posts there are in the end, where that is more: copies of the others, made inside PostgreSQL
    rare: int = 12  # posts that hold the rare word


def make(sizes):
    """See that the community of `sizes` is in this database; another one that is there makes way."""
    migrate()
    wanted = json.dumps({"version": VERSION, "seed": SEED} | asdict(sizes), sort_keys=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_community (made text NOT NULL)")
        cursor.execute("SELECT made FROM bench_community")
        found = cursor.fetchone()
    if found == (wanted,):
        return
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_community")
        grown.reserve_hot(cursor, sizes.hot)
        maker = _Maker(sizes)
        maker.make()
        grown.make_hot(cursor, sizes.hot, like=maker.topics[0], ended=BEGAN, without=RARE)
        if sizes.grown:
            longest = max(maker.topics, key=lambda topic: topic.last_number)
            grown.grow(cursor, posts=sizes.grown, began=BEGAN, lasted=LASTED, but=[HOT, longest.pk])
        grown.leave_unread(cursor, behind(), UNREAD)
        tables.fill(cursor)
        cursor.execute("INSERT INTO bench_community VALUES (%s)", [wanted])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def migrate():
    """Bring the database up to date. One that was made by other migrations, before they were put in order, goes."""
    with quick_migrations():
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except (InconsistentMigrationHistory, ProgrammingError):
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
            call_command("migrate", interactive=False, verbosity=0)


def longest_topic():
    return Topic.objects.get(pk=HOT)


def newest_topic():
    return Topic.objects.newest_first().first()


def member():
    """The person who reads: a member with a place in every topic, and some unread notices."""
    return Person.objects.order_by("pk").first()


def behind():
    """The person who has not read the last posts of UNREAD topics."""
    return Person.objects.order_by("pk")[1]


class _Maker:
    def __init__(self, sizes):
        self.sizes = sizes
        self.chance = random.Random(SEED)
        self.writer = Writer(self.chance)
        self.posts = 0

    def make(self):
        self.people = self._people()
        self.boards = self._boards()
        said = self._conversations()
        self.topics = self._topics(said)
        with tqdm(total=len(said), desc="posts", unit="", file=sys.stderr, leave=False, disable=None) as bar:
            for first in range(0, len(said), BATCH):
                batch = said[first : first + BATCH]
                self._write(batch)
                bar.update(len(batch))
        # Excerpts and last posts are known only now.
        Topic.objects.bulk_update(
            self.topics,
            ["excerpt", "last_number", "post_count", "last_posted_at", "last_author"],
            batch_size=BATCH,
        )
        self._readings()

    def _people(self):
        people = [
            Person(
                email=f"person{number}@portal.example",
                name=f"{self.writer.title().split()[0]} {self.writer.title().split()[-1].capitalize()}",
                headline=self.writer.title()[:120],
                password="!",
                joined_at=BEGAN,
                member_until=datetime(2100, 1, 1, tzinfo=UTC),
            )
            for number in range(self.sizes.people)
        ]
        return Person.objects.bulk_create(Person.objects.with_handles(people), BATCH)

    def _boards(self):
        return Board.objects.bulk_create(
            Board(
                name=self.writer.title()[:60],
                slug=f"board-{number}",
                description=self.writer.title(),
                audience="everyone",
                posting="members",
                position=number,
            )
            for number in range(self.sizes.boards)
        )

    def _conversations(self):
        """(moment, place of the topic) of every post, in the order of time, so that ids rise as time does.

        The first topic is the longest and lasts from the beginning to the end; the others last some weeks.
        """
        said = [(BEGAN + LASTED * self.chance.random(), 0) for _number in range(self.sizes.longest)]
        left, place = self.sizes.posts - self.sizes.longest, 0
        while left > 0:
            place += 1
            size = min(left, max(1, round(self.chance.expovariate(1 / TYPICAL))))
            moment = BEGAN + LASTED * self.chance.random()
            for _number in range(size):
                said.append((moment, place))
                moment += timedelta(hours=self.chance.expovariate(1 / 30))
            left -= size
        return sorted(said)

    def _topics(self, said):
        """Topics in the order of their first posts; `said` then finds each by its place."""
        began = {}
        for moment, place in said:
            began.setdefault(place, moment)
        self.place = {place: index for index, place in enumerate(began)}
        titles = [self.writer.title()[:200] for _place in began]
        topics = [
            Topic(
                board=self.chance.choice(self.boards),
                kind=self.chance.choice([Topic.QUESTION, Topic.DISCUSSION]),
                title=title,
                slug=slugify(title)[:80].strip("-") or "topic",
                author=self.chance.choice(self.people),
                created_at=moment,
                last_posted_at=moment,
            )
            for title, moment in zip(titles, began.values(), strict=True)
        ]
        return Topic.objects.bulk_create(topics, BATCH)

    def _write(self, batch):
        posts = [self._post(self.topics[self.place[place]], moment) for moment, place in batch]
        Post.objects.bulk_create(posts, 500)
        PostSearch.index(post_ids=[post.pk for post in posts])

    def _post(self, topic, moment):
        self.posts += 1
        every = max(1, self.sizes.posts // self.sizes.rare)
        paragraphs = self.writer.post(with_rare_word=self.posts % every == 0)
        plain = " ".join(paragraph.plain for paragraph in paragraphs)
        topic.last_number += 1
        topic.post_count += 1
        topic.last_posted_at = moment
        topic.last_author = topic.author if topic.last_number == 1 else self.chance.choice(self.people)
        excerpt = markdown.shorten(plain)
        if topic.last_number == 1:
            topic.excerpt = excerpt
        return Post(
            topic=topic,
            number=topic.last_number,
            author=topic.last_author,
            body="\n\n".join(paragraph.source for paragraph in paragraphs),
            html="".join(paragraph.html for paragraph in paragraphs),
            render_version=markdown.RENDER_VERSION,
            excerpt=excerpt,
            word_count=len(plain.split()),
            created_at=moment,
        )

    def _readings(self):
        """Places: the member's in every topic, everybody else's in a few, a third of them with news since."""
        reader, *others = self.people
        places = {(reader.pk, topic.pk): topic.last_number for topic in self.topics}
        for person in others:
            for topic in self.chance.sample(self.topics, min(20, len(self.topics))):
                places[person.pk, topic.pk] = max(1, topic.last_number - self.chance.choice([0, 0, 3]))
        Reading.objects.bulk_create(
            (Reading(person_id=person, topic_id=topic, last_number=last) for (person, topic), last in places.items()),
            BATCH,
        )
        AllRead.mark(reader)
        for number, topic in enumerate(self.topics[-3:]):
            url = topic.get_absolute_url()
            tell(reader, "forums/reading/posted", headline=topic.title, url=url, key=f"topic:{topic.pk}:post:{number}")

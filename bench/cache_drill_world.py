"""What is true at each moment of the cache's drill: what was written, who may read it, and how a page tells.

Every title, every text and every board's name holds a word of its own that was never used before. So a page tells by
its words alone whether it shows what was, or what its reader may not see. Import it after `django.setup()`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import count
from types import MappingProxyType

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from forums.discussions.models import Board, Post, Topic
from forums.discussions.slugs import slug_of
from forums.reading.models import page_of
from members.accounts.models import SYSTEM_MODERATORS, Person

LIST = "/discussions/"
ROLES = ["stranger", "account", "member", "author", "moderator"]
AMONG_MEMBERS = {"member", "author", "moderator"}
TOPICS, MOST_TOPICS = 12, 24  # fewer than a list shows on its first page
WORD = re.compile(r"zq\d{6}x")
STALE, FORBIDDEN, ERROR = "stale", "forbidden", "errors"

_numbers = count(1)


def word():
    return f"zq{next(_numbers):06d}x"


@dataclass(frozen=True)
class Said:
    """A post: its word, and whether a moderator hid it."""

    word: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Told:
    """A topic."""

    pk: int
    word: str
    board: str  # the word of its board
    posts: tuple
    is_hidden: bool = False

    @property
    def title(self):
        return title_of(self.word)

    @property
    def path(self):
        return f"{LIST}{self.pk}/{slug_of(self.title)}/"


def title_of(its_word):
    return f"How {its_word} maps a journey"


@dataclass(frozen=True)
class State:
    """Everything at one moment."""

    topics: Mapping  # by pk
    members_board: str

    def with_topic(self, topic):
        return replace(self, topics=MappingProxyType({**self.topics, topic.pk: topic}))

    def may_see(self, role, topic):
        if role == "moderator":
            return True
        return not topic.is_hidden and (topic.board != self.members_board or role in AMONG_MEMBERS)

    @cached_property
    def current(self):
        """The words that stand somewhere now."""
        return {each.word for topic in self.topics.values() for each in (topic, *topic.posts)}


class World:
    """The states one after the other. What is about to come stands in `states` before it is written, and is counted in
    `sure` once it is committed: whoever reads in between may be shown either."""

    def __init__(self):
        self.owners = {}  # what each word that ever was belongs to: (pk of the topic, index of the post or None)
        self.people = _people()
        self.boards = {word(): audience for audience in ("everyone", "members")}
        self.open_board, self.members_board = self.boards
        self.board_pks = {
            name: Board.objects.create(name=f"Board {name}", slug=name, audience=audience, posting="members").pk
            for name, audience in self.boards.items()
        }
        self.states = [State(MappingProxyType({}), self.members_board)]
        self.sure = 1

    @property
    def now(self):
        return self.states[self.sure - 1]

    def become(self, topic, write):
        """Let `write()` make of its topic what `topic` says."""
        for place, its_word in [(None, topic.word), *enumerate(post.word for post in topic.posts)]:
            self.owners[its_word] = topic.pk, place
        self.states.append(self.now.with_topic(topic))
        write()
        self.sure = len(self.states)

    # --- What a page shows

    def faults(self, role, asked, answer, first, last):
        """What is wrong with an answer to `role`, asked for the topic and page `asked` (None for the list), while the
        states from `first` to before `last` were true: a list of (STALE, FORBIDDEN or ERROR, a sentence)."""
        states = self.states[first:last]
        expected = [self._expected(role, asked, state) for state in states]
        status, headers, text = answer
        if status not in {each[0] for each in expected}:
            kind = self._kind_of_status(status, expected[-1][0])
            return [(kind, f"{role} at {asked}: {status} in place of {expected[-1][0]}")]
        words = set(WORD.findall(text + (headers.get("Location") or "")))
        if status == 404:
            words.difference_update(WORD.findall(asked[2]))  # it leads to the sign-in and back: that they knew
        found = []
        for its_word in sorted(words):
            verdicts = [self._verdict(role, its_word, state) for state in states]
            if None not in verdicts:
                found.append((verdicts[-1], f"{role} at {asked}: {its_word}, of {self._owner(its_word)}"))
        must = set.intersection(*(needed for _status, needed in expected))
        found += [(STALE, f"{role} at {asked}: {missing} is missing") for missing in sorted(must - words)]
        return found

    def _expected(self, role, asked, state):
        """(status, words that must be there)"""
        if asked is None:
            return 200, {topic.word for topic in state.topics.values() if state.may_see(role, topic)}
        pk, page, slug = asked
        topic = state.topics[pk]
        if not state.may_see(role, topic):
            return 404, set()
        if slug != slug_of(topic.title):
            return 301, {topic.word}
        shown = {
            post.word
            for number, post in enumerate(topic.posts, 1)
            if page_of(number) == page and (role == "moderator" or not post.is_hidden)
        }
        return 200, {topic.word, topic.board, *shown}

    @staticmethod
    def _kind_of_status(status, expected):
        if expected == 404 and status in (200, 301):
            return FORBIDDEN
        return STALE if {status, expected} <= {200, 301, 404} else ERROR

    def _verdict(self, role, its_word, state):
        """None where `role` may be shown this word in this state."""
        if its_word in self.boards:
            return None if its_word != self.members_board or role in AMONG_MEMBERS else FORBIDDEN
        pk, place = self.owners[its_word]
        topic = state.topics.get(pk)
        if topic is None:
            return STALE
        hides = place is not None and place < len(topic.posts) and topic.posts[place].is_hidden
        if not state.may_see(role, topic) or (hides and role != "moderator"):
            return FORBIDDEN
        return None if its_word in state.current else STALE

    def _owner(self, its_word):
        return "a board" if its_word in self.boards else f"topic {self.owners[its_word]}"


class Writer:
    """Does what people do, one thing a time, chosen by `chance`. Each verb returns the topic as it was, and the number
    of the post it is about."""

    def __init__(self, world, chance):
        self.world, self.chance, self.done = world, chance, Counter()
        self.moderator, self.author = world.people["moderator"], world.people["author"]
        for _number in range(TOPICS):
            self.begin()

    def anything(self):
        """Do something, but what cannot be done now."""
        verbs = [self.write, self.begin, self.edit, self.hide, self.hide_topic, self.restore, self.move, self.rename]
        while True:
            [verb] = self.chance.choices(verbs, [28, 2, 24, 9, 4, 12, 9, 12])
            if done := verb():
                self.done[verb.__name__] += 1
                return done

    def begin(self):
        if len(self.world.now.topics) >= MOST_TOPICS:
            return None
        name, first = self.chance.choice(list(self.world.boards)), word()
        told = Told(_next_topic(), word(), name, (Said(first),))
        board = Board.objects.get(pk=self.world.board_pks[name])
        self.world.become(told, lambda: Topic.start(board=board, by=self.author, title=told.title, body=_text(first)))
        return told, 1

    def write(self):
        was, its_word = self._one(), word()
        by = self.world.people[self.chance.choice(["author", "member"])]
        told = replace(was, posts=(*was.posts, Said(its_word)))
        self.world.become(told, lambda: _topic(was).reply(by=by, body=_text(its_word)))
        return was, len(told.posts)

    def edit(self, was=None, place=None):
        was, place = self._post(was, place)
        post, its_word = _post(was, place), word()
        told = _with_post(was, place, word=its_word)
        self.world.become(told, lambda: post.edit(by=post.author, body=_text(its_word)))
        return was, place + 1

    def hide(self, was=None, place=None):
        was, place = self._post(was, place)
        post = _post(was, place)
        told = _with_post(was, place, is_hidden=True)
        self.world.become(told, lambda: post.hide(by=self.moderator, reason="For the drill."))
        return was, place + 1

    def hide_topic(self):
        was = self._one()
        told = replace(was, is_hidden=True)
        self.world.become(told, lambda: _topic(was).hide(by=self.moderator, reason="For the drill."))
        return was, 1

    def restore(self):
        topics = self.world.now.topics.values()
        hidden = [(topic, None) for topic in topics if topic.is_hidden]
        hidden += [(topic, place) for topic in topics for place, post in enumerate(topic.posts) if post.is_hidden]
        return self.show_again(*self.chance.choice(hidden)) if hidden else None

    def show_again(self, was, place):
        """A post of `was`, or with None itself."""
        thing = _topic(was) if place is None else _post(was, place)
        told = replace(was, is_hidden=False) if place is None else _with_post(was, place, is_hidden=False)
        self.world.become(told, lambda: thing.restore(by=self.moderator))
        return was, (place or 0) + 1

    def move(self):
        was = self._one()
        [there] = set(self.world.boards) - {was.board}
        board = Board.objects.get(pk=self.world.board_pks[there])
        told = replace(was, board=there)
        self.world.become(told, lambda: _topic(was).move_to(board, by=self.moderator, widening=True))
        return was, self.chance.randint(1, len(was.posts))

    def rename(self, was=None):
        was = was or self._one()
        told = replace(was, word=word())
        self.world.become(told, lambda: _topic(was).retitle(by=self.author, title=told.title))
        return was, self.chance.randint(1, len(was.posts))

    def _one(self):
        """A topic that is not hidden; the last one left is shown again first."""
        shown = [topic for topic in self.world.now.topics.values() if not topic.is_hidden]
        if not shown:
            self.show_again(self.chance.choice(list(self.world.now.topics.values())), None)
            return self._one()
        return self.chance.choice(shown)

    def _post(self, was, place):
        """This post, or one that is not hidden where none is named; where all are, the first."""
        was = was or self._one()
        if place is None:
            places = [number for number, post in enumerate(was.posts) if not post.is_hidden]
            place = self.chance.choice(places or [0])
        return was, place


def _topic(told):
    return Topic.objects.select_related("board").get(pk=told.pk)


def _post(told, place):
    return Post.objects.select_related("topic__board", "author").get(topic=told.pk, number=place + 1)


def _with_post(topic, place, **changes):
    posts = list(topic.posts)
    posts[place] = replace(posts[place], **changes)
    return replace(topic, posts=tuple(posts))


def _next_topic():
    """The number that the next topic will have: nobody else begins any. Lists may show it before its verb is back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value + is_called::int FROM discussions_topic_id_seq")
        return cursor.fetchone()[0]


def _text(its_word):
    return f"{its_word} is what we learned.\n\nWe ask *customers* first, and say what we did about it."


def _people():
    """One of each role who has an account."""
    until, people = timezone.now() + timedelta(days=30), {}
    for role in ROLES[1:]:
        member_until = until if role in AMONG_MEMBERS else None
        about = {"name": f"The {role}", "member_until": member_until}
        people[role] = Person.objects.create_user(f"{role}@cache.example", **about)
    people["moderator"].groups.add(Group.objects.get_or_create(name=SYSTEM_MODERATORS)[0])
    return people

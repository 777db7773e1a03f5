"""What was said lately, read once for everybody who is told of it."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from forums.discussions.models import Board, Post, Tag, Tagging, Topic

# More than anybody is told of; a community that writes more in its busiest weeks loses the oldest of it here.
MOST_TOPICS, MOST_POSTS, MOST_WAITING = 3_000, 20_000, 200
WAITS_FOR = timedelta(days=60)  # a question older than this needs more than a line in a letter


class Said(NamedTuple):
    """One post."""

    pk: int
    topic_id: int
    number: int
    author_id: int
    name: str
    speaks_as: str
    excerpt: str
    words: int
    at: object

    @property
    def voice(self):
        return self.speaks_as or self.name


class Talk:
    """`boards` {pk: Board} · `topics` {pk: Topic} with something said since · `said` {pk: posts, the first first} ·
    `waiting` {pk: Topic}, questions nobody has answered · `tags` {pk of a topic: pks of its tags} · `begun`, the topics
    begun since, the liveliest first."""

    def __init__(self, since, now):
        self.boards = Board.objects.in_bulk()
        shown = Topic.objects.filter(hidden_at=None).select_related("author").defer("excerpt", "token")
        self.topics = _by_pk(shown.filter(last_posted_at__gt=since).newest_first()[:MOST_TOPICS])
        open_now = shown.unanswered().filter(created_at__gt=now - WAITS_FOR, created_at__lte=now)
        self.waiting = _by_pk(open_now.order_by("-created_at", "-pk")[:MOST_WAITING])
        for topic in [*self.topics.values(), *self.waiting.values()]:
            topic.board = self.boards[topic.board_id]
        self.said = self._posts(since)
        self.tags = defaultdict(set)
        about = Tagging.objects.filter(topic__in=[*self.topics, *self.waiting])
        for topic, tag in about.values_list("topic_id", "tag_id"):
            self.tags[topic].add(tag)
        begun = [topic for topic in self.topics.values() if topic.created_at > since]
        self.begun = sorted(begun, key=lambda each: (-each.post_count, -each.last_posted_at.timestamp(), -each.pk))

    def _posts(self, since):
        found = Post.objects.spoken().filter(topic__in=list(self.topics), created_at__gt=since)
        fields = ["pk", "topic_id", "number", "author_id", "author__name", "speaks_as", "excerpt", "word_count"]
        rows = found.order_by("-created_at").values_list(*fields, "created_at")[:MOST_POSTS]
        said = defaultdict(list)
        for row in rows:
            said[row[1]].append(Said(*row))
        for posts in said.values():
            posts.sort(key=lambda each: each.number)
        return said

    @property
    def with_nameless(self):
        """Ids of the topics in which somebody speaks without a name."""
        return [topic.pk for topic in {**self.topics, **self.waiting}.values() if topic.has_nameless]

    def words_of(self, topic):
        """Words in what was said there lately."""
        return sum(post.words for post in self.said.get(topic.pk, ()))


def talk_for(readers):
    """The Talk of the edition these Readers belong to."""
    edition = readers.edition
    return edition.once("forums.talk", lambda: Talk(edition.since, edition.now))


def tag_names(readers):
    """{pk: name} of all tags."""
    return readers.edition.once("forums.tags", lambda: dict(Tag.objects.values_list("pk", "name")))


def _by_pk(topics):
    return {topic.pk: topic for topic in topics}

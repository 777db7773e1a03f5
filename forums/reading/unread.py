"""What is unread: one truth, from which lists, counts, letters and digests are made.

A topic is unread while it has posts to read after the reader's place; where they never opened it, posts since their
news begins. Everything is reckoned from the place, the posts and a few moments: nothing is counted up or down.
"""

from django.db.models import Case, Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from forums.discussions.models import Post, Tagging, Topic

from .models.levels import Level, resolved
from .models.places import SAID
from .reader import reader_of

NEVER = Q(pk__in=[])  # a condition that nothing meets


def news_begins(person):
    """The moment from which posts are news to `person`: when they joined, or marked everything as read."""
    return reader_of(person).begins


def with_place(topics, person):
    """`topics`, each with this reader's place (`my_last_number`, None where never opened), the `my_level` that counts,
    what they said of the topic itself (`my_said`, `my_reason`), and how many posts are unread (`my_fresh`)."""
    reader = reader_of(person)
    placed = topics.annotate(mine=FilteredRelation("readings", condition=Q(readings__person=person.pk)))
    return placed.annotate(
        my_last_number=F("mine__last_number"),
        my_reason=F("mine__reason"),
        my_said=Case(When(mine__reason__in=SAID, then=F("mine__level")), default=None),
        my_level=level_for(reader),
        my_fresh=_fresh(reader),
    )


def placed(person):
    """All topics `person` may read, with their place in them."""
    return with_place(Topic.objects.visible_to(person, boards=reader_of(person).boards), person)


def shown_to(person):
    """The topics of the lists that are everybody's: without those this person muted."""
    if not person.is_authenticated:
        return Topic.objects.visible_to(person)
    return placed(person).exclude(my_level=Level.MUTED)


def level_for(reader):
    """The level that counts for a reader, of topics with their place `mine`."""

    def on_board(level):
        boards = [board for board, chosen in reader.on_boards.items() if chosen == level]
        return Q(board__in=boards) if boards else NEVER

    def on_tag(level):
        tags = [tag for tag, chosen in reader.on_tags.items() if chosen == level]
        return Exists(Tagging.objects.filter(topic=OuterRef("pk"), tag__in=tags)) if tags else NEVER

    return resolved(When(mine__reason__in=SAID, then=F("mine__level")), on_board, on_tag)


def unread(topics, person):
    """Of topics `with_place`: those with something to read, without what is muted and what blocked people began."""
    reader = reader_of(person)
    found = _since_start(topics, reader).exclude(my_level=Level.MUTED).exclude(author__in=reader.hidden)
    return found.filter(my_fresh__gt=0)


def new(topics, person):
    """Of the `unread`: those begun since news begins, and never opened."""
    return _by_place(topics).filter(my_place__lt=1, created_at__gt=_begins(reader_of(person)))


def opened_before(topics, person):
    """Of the `unread`: the others, which somebody has read before or might have."""
    return _by_place(topics).filter(Q(my_place__gt=0) | Q(created_at__lte=_begins(reader_of(person))))


def anything_unread(person):
    """Every topic with something unread for `person`, muted, blocked and all: what their start is reckoned from."""
    reader = reader_of(person)
    everything = Topic.objects.visible_to(person, boards=reader.boards)
    return (
        _since_start(with_place(everything, person), reader)
        .annotate(any_fresh=_fresh(reader, []))
        .filter(any_fresh__gt=0)
    )


def _since_start(topics, reader):
    """Topics that may have something unread: an index range from a moment that is known beforehand."""
    found = topics.filter(
        Q(mine__last_number__lt=F("last_number")) | Q(mine__last_number=None), last_posted_at__gt=reader.start
    )
    for board, at in reader.marks.items():
        found = found.exclude(board=board, last_posted_at__lte=at)
    return found


def _by_place(topics):
    """With `my_place`, 0 where they never opened it. Asked of `mine` itself, Django would look at all they ever opened,
    and of `my_last_number`, PostgreSQL would take what is unread for so little that it looked at every topic."""
    return topics.alias(my_place=Coalesce(F("my_last_number"), 0))


def _begins(reader, field="board"):
    """The moment from which posts are news, by the board in `field`."""
    marks = [When(**{field: board}, then=Value(at)) for board, at in reader.marks.items()]
    return Case(*marks, default=Value(reader.begins)) if marks else Value(reader.begins)


def _fresh(reader, hidden=None):
    """How many posts are unread. Arithmetic, but where some of a topic's posts are not there to be read.

    `hidden` are the ids of those whose posts do not count: by default whom the reader blocked.
    """
    hidden = reader.hidden if hidden is None else hidden
    spoken = Post.objects.spoken().filter(topic=OuterRef("pk")).exclude(author__in=hidden)
    whole = NEVER if hidden else Q(post_count=F("last_number"))
    after_place = spoken.filter(number__gt=OuterRef("mine__last_number"))
    since = spoken.filter(created_at__gt=_begins(reader, "topic__board"))
    return Case(
        When(mine__last_number__gte=F("last_number"), then=Value(0)),
        When(whole & Q(mine__last_number__gt=0), then=F("last_number") - F("mine__last_number")),
        When(mine__last_number__gt=0, then=_count(after_place)),
        When(whole & Q(created_at__gt=_begins(reader)), then=F("last_number")),
        When(last_posted_at__gt=_begins(reader), then=_count(since)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _count(posts):
    return Coalesce(Subquery(posts.order_by().values("topic").annotate(n=Count("pk")).values("n")), 0)

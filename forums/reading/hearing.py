"""Who hears of a post: the same rule as in lists, asked the other way round."""

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, Value, When

from members.connections.models import Block, answers_for_all

from .models import LOUD, Reading, Watch
from .models.levels import Level, resolved
from .models.places import SAID


def people_who_hear(topic):
    """The people to be told of posts in `topic`; one query.

    Each has the `level` that counts, `said`, which is None where the board or a tag decided, `why`, the Reason of the
    topic, "board" or "tag", and `reached`, the number up to which they have read, or None.
    """
    about = Q(board=topic.board_id) | Q(tag__taggings__topic=topic.pk)
    watching = Watch.objects.filter(about, level__in=LOUD).values("person")
    on_topic = Reading.objects.filter(topic=topic, level__in=LOUD).values("person")
    return (
        readers_of(topic)
        .filter(Q(pk__in=on_topic) | Q(pk__in=watching))
        .annotate(place=FilteredRelation("readings", condition=Q(readings__topic=topic.pk)))
        .annotate(why=why_on(topic), reached=F("place__last_number"))
        .annotate(said=Case(When(place__reason__in=SAID, then=F("place__level")), default=None), level=level_on(topic))
        .filter(level__in=LOUD)
        .only("email", "name")
    )


def why_on(topic):
    """What decides: what was said of the topic itself, else the board, else a tag."""
    board = Watch.objects.filter(person=OuterRef("pk"), board=topic.board_id, level__in=LOUD)
    decided = Case(When(Exists(board), then=Value("board")), default=Value("tag"), output_field=CharField())
    return Case(When(place__reason__in=SAID, then=F("place__reason")), default=decided)


def level_on(topic):
    """The level that counts for each of people with their `place` in `topic`."""
    mine = Watch.objects.filter(person=OuterRef("pk"))

    def on_board(level: Level):
        return Exists(mine.filter(board=topic.board_id, level=level))

    def on_tag(level: Level):
        return Exists(mine.filter(tag__taggings__topic=topic.pk, level=level))

    return resolved(When(place__reason__in=SAID, then=F("place__level")), on_board, on_tag)


def readers_of(topic):
    """Those who may read `topic` now."""
    board = topic.board
    return get_user_model().objects.active().in_audience(board.audience, board.group_id)


def without_blockers(people, author):
    """`people` without those who blocked `author`; moderators and staff are heard all the same."""
    if author.is_staff or author.is_moderator:
        return people
    return people.exclude(Exists(Block.objects.filter(person=OuterRef("pk"), blocked=author.pk)))


def blockers_of(authors):
    """The same of many: the pairs (person, author) of ids, in which the first does not hear the second; one query."""
    blocks = Block.objects.filter(blocked__in=authors).order_by().annotate(for_all=answers_for_all("blocked"))
    return set(blocks.filter(for_all=False).values_list("person_id", "blocked_id"))

"""Whether what notices and letters tell of a topic can still be read: asked each time, so that the badge never lies and
no letter shows what its reader may not see any more."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from forums.discussions.models import Post, Topic
from members.accounts.audience import sees
from members.connections.models import Block, answers_for_all
from members.mail import sights

from .models import Level, Reading, Watch
from .models.places import SAID, THING
from .reader import hidden_authors


def _stands(person):
    """Some post that the notice tells of is there, in a topic they may read, by nobody they blocked."""
    told = Post.objects.spoken().filter(
        topic=OuterRef("thing_id"), number__gte=OuterRef("first_number"), number__lte=OuterRef("last_number")
    )
    told = told.exclude(author__in=hidden_authors(person.pk))
    return Exists(told.filter(topic__in=Topic.objects.visible_to(person).values("pk")))


def may_see(pairs):
    """Of (Person, Thing), those whose post is there for that person: nothing hidden, blocked or muted.

    Six queries for any number: topics with their boards, posts, groups, blocks, places, watches.
    """
    topics = Topic.objects.select_related("board").filter(hidden_at=None).in_bulk({thing.pk for _p, thing in pairs})
    authors = _authors({(thing.pk, thing.number) for _person, thing in pairs if thing.number})
    people = {person.pk: person for person, _thing in pairs}
    _read_groups(people)
    blocks = Block.objects.filter(person__in=people, blocked__in=set(authors.values()))
    blocks = blocks.order_by().annotate(for_all=answers_for_all("blocked")).filter(for_all=False)
    blocked = set(blocks.values_list("person_id", "blocked_id"))
    muted = _muted(people, topics)
    seen = set()
    for person, thing in pairs:
        topic, author = topics.get(thing.pk), authors.get((thing.pk, thing.number))
        if topic is None or (thing.number and author is None):
            continue
        reads = sees(person, topic.board.audience, topic.board.group_id)
        if reads and (person.pk, author) not in blocked and (person.pk, topic.pk) not in muted:
            seen.add((person.pk, thing))
    return seen


def _authors(parts):
    """{(topic, number): author} of the posts that are there to be read."""
    of_parts = Q(pk=None)
    for topic, number in parts:
        of_parts |= Q(topic=topic, number=number)
    posts = Post.objects.spoken().filter(of_parts).values_list("topic_id", "number", "author_id")
    return {(topic, number): author for topic, number, author in posts}


def _read_groups(people):
    """Let each of `people` know their groups, all by one query."""
    groups = {pk: {} for pk in people}
    links = get_user_model().groups.through.objects.filter(person__in=people)
    for person, group, name in links.values_list("person_id", "group_id", "group__name"):
        groups[person][group] = name
    for pk, person in people.items():
        person.remember_groups(groups[pk])


def _muted(people, topics):
    """The pairs (person, topic) of whom do not want to hear of it: the topic itself decides, else its board."""
    places = Reading.objects.filter(person__in=people, topic__in=topics, reason__in=SAID)
    levels = {(person, topic): level for person, topic, level in places.values_list("person", "topic", "level")}
    boards = {topic.board_id for topic in topics.values()}
    watches = Watch.objects.filter(person__in=people, board__in=boards, level=Level.MUTED)
    on_boards = set(watches.values_list("person_id", "board_id"))
    by_board = {
        (person, pk) for pk, topic in topics.items() for person in people if (person, topic.board_id) in on_boards
    }
    return {pair for pair, level in levels.items() if level == Level.MUTED} | (by_board - set(levels))


def register():
    sights.register(THING, _stands, may_see=may_see, has_read=sights.place_reached(Reading, "topic"))

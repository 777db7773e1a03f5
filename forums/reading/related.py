"""What to read after a topic: near it, and not read yet before what is known already.

Which topics are near is known for some minutes; what they are called now, and who may read them, is asked each time.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramSimilarity
from django.core.cache import caches
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from forums.discussions.models import Tagging, Topic
from members.accounts.asking import Asker, Rights
from members.imprints import Looks
from members.statements import Statement

from .models import Reading
from .reader import hidden_authors

SHOWN = 5
NEAR = 60  # topics that are compared, however many share a tag or a board
NEAREST = 15  # of them that are known: unread ones come first, and some cannot be read by everybody
KNOWN = 600  # seconds


def ask_for_related(topic, person):
    """The Answer with at most SHOWN topics that `person` may read, unread ones first, then by shared tags and words.

    `topic` is the number of one. What blocked people began is left out.
    """
    return _RELATED.ask(Rights.of(person), person=person.pk or 0, near=near(topic))


def glance_at_related(topic, person):
    """The Glance at the same. Where nothing is known yet of what is near, what is kept is not known either: then it is
    the Answer at once."""
    known = caches["frame"].get(_key(topic))
    if known is None:
        return ask_for_related(topic, person)
    return _RELATED.glance(Rights.of(person), person=person.pk or 0, near=known)


def near(topic):
    """The numbers of topics near the one with the number `topic`, the nearest first, whoever may read them."""
    # In the memory of this process: to ask elsewhere would cost what it spares.
    return caches["frame"].get_or_set(_key(topic), lambda: _ask_for_near(topic), KNOWN)


def _key(topic):
    return f"near:{topic}"


def _ask_for_near(topic):
    return [row["pk"] for row in _NEAR.ask(None, topic=topic).dicts]


def _near(_shape, topic):
    here = Topic.objects.filter(pk=topic)
    tags = Tagging.objects.filter(topic=topic).values("tag")
    beside = Topic.objects.filter(board__in=here.values("board"), hidden_at=None).newest_first().values("pk")[:NEAR]
    tagged = Tagging.objects.filter(tag__in=tags).order_by("-topic_id").values("topic_id")[:NEAR]
    mine = Tagging.objects.filter(topic=OuterRef("pk"), tag__in=tags)
    shared = Coalesce(Subquery(mine.order_by().values("topic").annotate(n=Count("pk")).values("n")), 0)
    topics = Topic.objects.filter(pk__in=beside.union(tagged), hidden_at=None).exclude(pk=topic)
    topics = topics.annotate(shared=shared, alike=TrigramSimilarity("title", Subquery(here.values("title"))))
    return topics.order_by("-shared", "-alike", "-last_posted_at").values("pk")[:NEAREST]


def _related(rights, person, near):
    reader, numbers = Asker(rights, person), Value(near, ArrayField(BigIntegerField()))
    named = Func(F("pk"), numbers, arg_joiner=" = ANY(", template="%(expressions)s)", output_field=BooleanField())
    order = {"place": Func(numbers, F("pk"), function="array_position", output_field=IntegerField())}
    topics = Topic.objects.visible_to(reader).filter(named, hidden_at=None)
    if reader.is_authenticated:
        topics = topics.exclude(author__in=hidden_authors(person))
        read = Reading.objects.filter(topic=OuterRef("pk"), person=person, last_number__gte=OuterRef("last_number"))
        order = {"is_read": Exists(read)} | order
    # First which they are, then all that is shown of them.
    shown = topics.annotate(**order).order_by(*order).values("pk")[:SHOWN]
    topics = Topic.objects.filter(pk__in=shown).annotate(**order).order_by(*order)
    return topics.select_related("board", "author", "last_author")


_NEAR = Statement(_near, topic=int)
_RELATED = Statement(_related, looks=Looks(of="person", apart=("is_read", "place")), person=int, near=list)

"""What to read after a topic: near it, and not read yet before what is known already; one query."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Count, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from forums.discussions.models import Tagging, Topic
from members.accounts.asking import Asker, Rights
from members.statements import Statement

from .reader import hidden_authors

SHOWN = 5
NEAR = 60  # topics that are compared, however many share a tag or a board


def ask_for_related(topic, person):
    """The Answer with at most SHOWN topics that `person` may read, unread ones first, then by shared tags and words.

    Each has this reader's place, `my_last_number`, where they are signed in; what blocked people began is left out.
    """
    shape = (Rights.of(person), bool(topic.tag_names))
    return _RELATED.ask(shape, person=person.pk or 0, topic=topic.pk, board=topic.board_id, title=topic.title)


def _related(shape, person, topic, board, title):
    rights, is_tagged = shape
    near = Topic.objects.filter(board=board, hidden_at=None).newest_first().values("pk")[:NEAR]
    tags = Tagging.objects.filter(topic=topic).values("tag")
    if is_tagged:
        tagged = Tagging.objects.filter(tag__in=tags).order_by("-topic_id")
        near = near.union(tagged.values("topic_id")[:NEAR])
    mine = Tagging.objects.filter(topic=OuterRef("pk"), tag__in=tags)
    shared = Coalesce(Subquery(mine.order_by().values("topic").annotate(n=Count("pk")).values("n")), 0)
    reader = Asker(rights, person)
    topics = Topic.objects.visible_to(reader).filter(pk__in=near, hidden_at=None).exclude(pk=topic)
    topics = topics.annotate(shared=shared, alike=TrigramSimilarity("title", title))
    order = [F("shared").desc(), F("alike").desc(), F("last_posted_at").desc()]
    if reader.is_authenticated:
        topics = topics.exclude(author__in=hidden_authors(person)).annotate(
            mine=FilteredRelation("readings", condition=Q(readings__person=person)),
            my_last_number=F("mine__last_number"),
            is_read=Case(
                When(mine__last_number__gte=F("last_number"), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            ),
        )
        order.insert(0, F("is_read"))
    return topics.select_related("board", "author", "last_author").order_by(*order)[:SHOWN]


_RELATED = Statement(_related, person=int, topic=int, board=int, title=str)

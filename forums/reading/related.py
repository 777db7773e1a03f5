"""What to read after a topic: near it, and not read yet before what is known already."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Count, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from forums.discussions.models import Tagging, Topic

from .reader import hidden_authors

SHOWN = 5
NEAR = 60  # topics that are compared, however many share a tag or a board


def topics_related(topic, person):
    """At most SHOWN topics that `person` may read, unread ones first, then by shared tags and words: one query.

    Each has this reader's place, `my_last_number`, where they are signed in; what blocked people began is left out.
    """
    near = Topic.objects.filter(board=topic.board_id, hidden_at=None).newest_first().values("pk")[:NEAR]
    if topic.tag_names:
        tagged = Tagging.objects.filter(tag__in=topic.taggings.values("tag")).order_by("-topic_id")
        near = near.union(tagged.values("topic_id")[:NEAR])
    mine = Tagging.objects.filter(topic=OuterRef("pk"), tag__name__in=topic.tag_names)
    shared = Coalesce(Subquery(mine.order_by().values("topic").annotate(n=Count("pk")).values("n")), 0)
    topics = Topic.objects.visible_to(person).filter(pk__in=near, hidden_at=None).exclude(pk=topic.pk)
    topics = topics.annotate(shared=shared, alike=TrigramSimilarity("title", topic.title))
    order = [F("shared").desc(), F("alike").desc(), F("last_posted_at").desc()]
    if person.is_authenticated:
        topics = topics.exclude(author__in=hidden_authors(person.pk)).annotate(
            mine=FilteredRelation("readings", condition=Q(readings__person=person.pk)),
            my_last_number=F("mine__last_number"),
            is_read=Case(
                When(mine__last_number__gte=F("last_number"), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            ),
        )
        order.insert(0, F("is_read"))
    return list(topics.select_related("board", "author", "last_author").order_by(*order)[:SHOWN])

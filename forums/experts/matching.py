"""Who could answer a question, and which questions somebody could answer: by subject, by tag, by what they wrote."""

from datetime import timedelta

from django.db.models import Case, Exists, F, FilteredRelation, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from forums.discussions.models import Behind, Post, Tag, Tagging, Topic
from forums.reading.hearing import level_on, readers_of
from forums.reading.models import LOUD, Level, Watch
from forums.reading.reader import reader_of
from forums.reading.unread import with_place
from members.connections.models import Block
from members.subjects.models import Subject

from .models.expertises import CONFIRMED, ENDORSED, OFFERED, Expertise, still_members
from .models.muted import MutedSubject

REMEMBERED = timedelta(days=730)  # what somebody wrote longer ago says little of what they know today
STILL_ASKED = timedelta(days=365)  # an older question has found its answer elsewhere

# What speaks for somebody, added up: their best expertise in the subject, a tag they follow, answers under the tag.
WEIGHTS = {CONFIRMED: 40, ENDORSED: 30, OFFERED: 20}
FOLLOWS, WROTE = 8, 4


def subjects_of(topic):
    """The ids of the subjects a topic is about: those of its tags and of the expert it was put to, each with its
    competency. One query."""
    about = Q(pk__in=Tag.objects.filter(taggings__topic=topic.pk).values("subject"))
    about |= Q(pk__in=Expertise.objects.filter(referrals__topic=topic.pk).values("subject"))
    found = Subject.objects.filter(about).order_by().values_list("pk", "parent")
    return {pk for pair in found for pk in pair if pk}


def people_for(topic, *, most):
    """Members who could answer `topic`, the best first, at most so many; two queries.

    Nobody who may not read and answer there, who wrote there already, who muted it or its subject, and neither the
    asker nor anybody between whom and the asker there is a block.
    """
    if topic.hidden_at or topic.closed_at:
        return []
    subjects = subjects_of(topic)
    people = (
        free_to_answer(topic)
        .filter(still_members(""))
        .exclude(Exists(MutedSubject.objects.filter(person=OuterRef("pk"), subject__in=subjects)))
    )
    tagged = Tagging.objects.filter(topic=topic.pk).values("tag")
    offers = Expertise.objects.standing().filter(subject__in=subjects)
    follows = Watch.objects.filter(tag__in=tagged, level__in=LOUD)
    wrote = Post.objects.spoken().filter(
        number__gt=1, created_at__gt=timezone.now() - REMEMBERED, topic__taggings__tag__in=tagged
    )
    found = Q(pk__in=offers.values("person")) | Q(pk__in=follows.values("person")) | Q(pk__in=wrote.values("author"))
    people = people.filter(found).annotate(
        score=Coalesce(Subquery(_best(offers)), 0)
        + _worth(FOLLOWS, follows.filter(person=OuterRef("pk")))
        + _worth(WROTE, wrote.filter(author=OuterRef("pk")))
    )
    return list(people.order_by("-score", "pk")[:most])


def free_to_answer(topic):
    """People who may read and answer `topic`, and want to hear of it; without the asker, those with a block between
    them, and those who took part."""
    board = topic.board
    people = readers_of(topic).in_audience(board.posting, board.posting_group_id)
    asker = asker_pk(topic)
    between = Block.objects.filter(Q(person=OuterRef("pk"), blocked=asker) | Q(person=asker, blocked=OuterRef("pk")))
    people = people.exclude(pk=asker).exclude(Exists(between))
    people = people.exclude(Exists(Post.objects.filter(topic=topic.pk, author=OuterRef("pk"))))
    people = people.annotate(place=FilteredRelation("readings", condition=Q(readings__topic=topic.pk)))
    return people.annotate(level=level_on(topic)).exclude(level=Level.MUTED)


def asker_pk(topic):
    """The id of whoever asked, also where they asked without their name."""
    if not topic.is_nameless:
        return topic.author_id
    asker = Behind.person_of(topic.posts.get(number=1))
    return asker.pk if asker else None


def _best(offers):
    """What the best of the `offers` of each person weighs."""
    weights = Case(*[When(state=state, then=Value(weight)) for state, weight in WEIGHTS.items()], default=Value(0))
    theirs = offers.filter(person=OuterRef("pk")).order_by().values("person")
    return theirs.annotate(best=Max(weights, output_field=IntegerField())).values("best")


def _worth(weight, rows):
    return Case(When(Exists(rows), then=Value(weight)), default=Value(0))


def questions_for(person, tags=None):
    """Questions `person` could answer and has not: visible, unanswered or unsolved, not their own, of the last year.

    Those under `tags` (see `tags_for`), and those put to them by name; not what is with another expert. Each carries
    the reader's place, as `unread.with_place` says it.
    """
    tags = tags_for(person) if tags is None else tags
    reader = reader_of(person)
    open_now = Topic.objects.visible_to(person, boards=reader.boards).questions().filter(closed_at=None, hidden_at=None)
    open_now = open_now.filter(accepted_count=0, created_at__gt=timezone.now() - STILL_ASKED)
    referred = Q(referrals__state="asked")
    mine = Topic.objects.filter(referred, referrals__expertise__person=person.pk).values("pk")
    others = Topic.objects.filter(referred).exclude(referrals__expertise__person=person.pk).values("pk")
    under = Tagging.objects.filter(tag__in=[tag.pk for tag in tags]).values("topic")
    found = open_now.filter(Q(pk__in=mine) | (Q(pk__in=under) & ~Q(pk__in=others)))
    found = found.exclude(author=person.pk).exclude(pk__in=Behind.topics_of(person))
    found = found.exclude(Exists(Post.objects.filter(topic=OuterRef("pk"), author=person.pk)))
    return with_place(found, person).exclude(my_level=Level.MUTED).exclude(author__in=reader.hidden)


def tags_for(person):
    """The Tags under which `person` could answer: `marked_tags_for`, without those of muted subjects."""
    return [tag for tag in marked_tags_for(person) if not tag.muted]


def marked_tags_for(person):
    """Tags of what `person` offers, follows or answered, each with `offers` (the name of a subject they offer, or
    None), `follows`, `wrote`, and `muted` ({name, slug} of the subject they muted, or None). Muted tags are left out.
    One query."""
    around = Q(subject=OuterRef("subject")) | Q(subject=OuterRef("subject__parent"))
    offered = Expertise.objects.standing().filter(around, person=person.pk)
    muted = MutedSubject.objects.filter(around, person=person.pk)
    watched = Watch.objects.filter(person=person.pk, tag=OuterRef("pk"))
    answers = Post.objects.spoken().filter(author=person.pk, number__gt=1, created_at__gt=timezone.now() - REMEMBERED)
    wrote = Tagging.objects.filter(topic__in=answers.values("topic")).values("tag")
    about = JSONObject(name=F("subject__name"), slug=F("subject__slug"))
    tags = Tag.objects.annotate(
        offers=Subquery(offered.order_by("subject__parent", "pk").values("subject__name")[:1]),
        muted=Subquery(muted.order_by("subject__parent", "pk").values(about=about)[:1]),
        follows=Exists(watched.filter(level__in=LOUD)),
        wrote=Case(When(pk__in=wrote, then=Value(True)), default=Value(False)),
    )
    tags = tags.filter(Q(offers__isnull=False) | Q(follows=True) | Q(wrote=True))
    return list(tags.exclude(Exists(watched.filter(level=Level.MUTED))).select_related("subject").order_by("name"))


def experts_among(person_ids):
    """{pk: [names of subjects]} of those among `person_ids` whom CXPA confirmed; one query."""
    found = Expertise.objects.shown().confirmed().filter(person__in=list(person_ids)).best_first()
    names = {}
    for pk, name in found.values_list("person", "subject__name"):
        names.setdefault(pk, []).append(name)
    return names


def people_near(subject, *, without=()):
    """Expertises of others in `subject` or elsewhere under its competency, those in it first, then the best; one
    query. `without` are ids of people."""
    competency = subject.parent_id or subject.pk
    found = Expertise.objects.shown().in_subject(competency).exclude(person__in=list(without))
    found = found.select_related("person", "subject").best_first()
    return sorted(found, key=lambda each: each.subject_id != subject.pk)

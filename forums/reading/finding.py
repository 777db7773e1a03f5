"""A topic and its posts with all that one reader's page of them shows: two queries, whatever the rooms above add.

Both are written once for all readers of the same rights (`members.statements`), and both can be glanced at: then they
say what the rows come to, and of the topic what is this reader's alone.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from forums.discussions.models import Attachment, HitToo, Post, Thanks, Topic, attachments, polls
from members.accounts.asking import Asker, Rights
from members.imprints import Looks
from members.mail.models import Notice
from members.progress.models import Draft
from members.statements import Statement

from . import parts
from .answered import with_answered
from .models import Watch
from .models.levels import resolved
from .models.places import SAID, THING
from .reader import hidden_authors

# What the query of a topic says of this reader that no page of it is kept by, and what every page of it is found by.
PERSONAL = [
    *("my_last_number", "my_reason", "my_said", "my_board_level", "my_level", "has_news", "news_elsewhere"),
    *("my_draft", "my_files"),
]
FACTS = ["last_number", "accepted_count"]


def ask_for_topic(person, pk, last):
    """The Answer with the topic `pk`, or none, and what `topic_for` adds; its FACTS and what is PERSONAL are told."""
    return _TOPIC.ask(Rights.of(person), person=person.pk or 0, pk=pk, last=last, key=reply_key(pk))


def ask_for_posts(person, topic, first, last, *, with_accepted=False):
    """The Answer with the posts from number `first` to `last` of the topic with the number `topic`, by number, and what
    `with_mine` adds; `with_accepted` also the answers that helped, wherever they stand."""
    shape = (Rights.of(person), with_accepted)
    return _POSTS.ask(shape, person=person.pk or 0, topic=topic, first=first, last=last)


def glance_at_posts(person, topic, first, last, *, with_accepted=False):
    """The Glance at the same."""
    shape = (Rights.of(person), with_accepted)
    return _POSTS.glance(shape, person=person.pk or 0, topic=topic, first=first, last=last)


def reply_key(pk):
    """The key of the draft of a reply to topic `pk`."""
    return f"reply:{pk}"


def _posts_for(shape, person, topic, first, last):
    rights, with_accepted = shape
    here = Q(number__range=(first, last))
    found = Post.objects.filter(here | Q(accepted_at__isnull=False) if with_accepted else here, topic=topic)
    found = found.order_by("number").select_related("author").defer("body")
    reader = Asker(rights, person)
    return with_mine(with_answered(found, reader), reader)


def topic_for(person, pk, last, key):
    """The topics with number `pk` that `person` may read: one or none, with what a page that ends at post `last` shows
    besides its posts. `key` is that of the reader's reply (`reply_key`).

    Signed in: the place and the level that counts, as `unread.with_place` says them; `has_news`, whether a notice waits
    of what this page shows, and `news_elsewhere`, how many wait besides; the draft of a reply and the files for it;
    and whether they said that they hit the same.
    """
    topics = Topic.objects.visible_to(person).filter(pk=pk)
    topics = parts.with_topic_columns(topics.select_related("board__group", "author", "story", "context_card"), person)
    if not person.is_authenticated:
        return topics
    watches = Watch.objects.filter(person=person.pk)
    waiting = Notice.objects.shown_to(person).unread().order_by()
    here = Q(thing=THING, thing_id=pk, last_number__lte=last)
    placed = topics.annotate(mine=FilteredRelation("readings", condition=Q(readings__person=person.pk)))
    return placed.annotate(
        my_last_number=F("mine__last_number"),
        my_reason=F("mine__reason"),
        my_said=Case(When(mine__reason__in=SAID, then=F("mine__level")), default=None),
        my_board_level=Subquery(watches.filter(board=OuterRef("board")).values("level")),
        my_level=resolved(
            When(mine__reason__in=SAID, then=F("mine__level")),
            lambda level: Exists(watches.filter(board=OuterRef("board"), level=level)),
            lambda level: Exists(watches.filter(tag__taggings__topic=OuterRef("pk"), level=level)),
        ),
        has_news=Exists(waiting.filter(here)),
        news_elsewhere=_count(waiting.exclude(here), "person"),
        my_draft=Draft.objects.filter(person=person.pk, key=key).beside(),
        my_files=Attachment.objects.in_hand(person, key).beside(),
        i_hit_it=Exists(HitToo.objects.filter(story=OuterRef("pk"), person=person.pk)),
    )


def with_mine(posts, person):
    """`posts`, each with its polls and files, and with what `person` has to do with it: `my_thanks` (kinds),
    `is_folded`, and `my_bookmark` with `my_reminder`."""
    posts = parts.with_post_columns(posts, person)
    posts = posts.annotate(**polls.beside_posts(person), **attachments.beside_posts())
    if not person.is_authenticated:
        return posts
    mine = Thanks.objects.filter(post=OuterRef("pk"), person=person.pk)
    return posts.annotate(kept=FilteredRelation("bookmarks", condition=Q(bookmarks__person=person.pk))).annotate(
        my_thanks=ArraySubquery(mine.values("kind")),
        is_folded=Exists(hidden_authors(person.pk).filter(blocked=OuterRef("author"))),
        my_bookmark=F("kept__id"),
        my_reminder=Case(When(kept__reminded_at=None, then=F("kept__remind_at"))),
    )


def _count(rows, by):
    """How many there are, as a subquery; all of them have the same `by`."""
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)


_TOPIC = Statement(
    lambda rights, person, pk, last, key: topic_for(Asker(rights, person), pk, last, key),
    looks=Looks(of="person", told=(*FACTS, *PERSONAL), apart=(*PERSONAL, "reader_pk")),
    person=int, pk=int, last=int, key=str,
)  # fmt: skip
_POSTS = Statement(
    _posts_for,
    looks=Looks(of="person", apart=("reader_pk",)),
    person=int, topic=int, first=int, last=int,
)  # fmt: skip

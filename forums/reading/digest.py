"""What the discussions have to say in a person's digest: answers to them, what they follow, what is new, one question.

Nothing a person has read already, nothing they muted, nothing that is hidden or out of their sight.
"""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forums.discussions.markdown import shorten
from forums.discussions.models import Behind, Board, Post, Topic
from members.mail import sections
from members.mail.sections import Item

from .models import LOUD, Level
from .pages import post_url
from .reader import reader_of
from .unread import with_place

MOST = 5
LONGEST_DETAIL = 140  # characters
CANDIDATES = 20  # questions to choose from, so that those told before leave room for others
WAITS_FOR = timedelta(days=60)  # a question older than this needs more than a line in a letter


def register():
    sections.register(
        "forums/reading/answers", heading=gettext_lazy("Answers to you"), items=answers, position=10, most=MOST
    )
    sections.register(
        "forums/reading/followed", heading=gettext_lazy("In what you follow"), items=followed, position=11, most=MOST
    )
    sections.register(
        "forums/reading/new", heading=gettext_lazy("New in the discussions"), items=new, position=50, most=MOST
    )
    sections.register(
        "forums/reading/question",
        heading=gettext_lazy("A question you could answer"),
        items=question,
        position=51,
        most=1,
    )


def answers(person, since, until):
    """What others wrote in topics of this person's own."""
    # What they began without a name is told with what they follow: a letter must not say that it is theirs.
    topics = _shown_to(person).filter(author=person).exclude(my_level=Level.MUTED)
    return [_said_item(topic, said, "answers") for topic, said in _with_news(topics, person, since, until)]


def followed(person, since, until):
    """What others wrote in topics this person watches."""
    topics = _shown_to(person).filter(my_level__in=LOUD).exclude(author=person)
    return [_said_item(topic, said, "posts") for topic, said in _with_news(topics, person, since, until)]


def new(person, since, until):
    """Topics begun meanwhile that this person has not opened, the liveliest first."""
    topics = _shown_to(person).filter(created_at__gt=since, created_at__lte=until, mine__last_number=None)
    found = (
        topics.begun_by_others(person)
        .exclude(my_level=Level.MUTED)
        .for_listing()
        .order_by("-post_count", "-last_posted_at", "-pk")
    )
    return [
        Item(key=f"topic:{topic.pk}:new", headline=topic.title, url=topic.get_absolute_url(), detail=_begun(topic))
        for topic in found[: MOST * 2]
    ]


def question(person, since, until):
    """Questions nobody has answered, in boards where this person may write: the newest of the last weeks."""
    waiting = _shown_to(person).filter(board__in=Board.objects.open_to(person)).unanswered()
    waiting = waiting.filter(created_at__gt=until - WAITS_FOR, created_at__lte=until).begun_by_others(person)
    found = waiting.exclude(my_level=Level.MUTED).for_listing().order_by("-created_at", "-pk")
    return [
        Item(
            key=f"topic:{topic.pk}:unanswered",
            headline=topic.title,
            url=topic.get_absolute_url(),
            detail=_("%(name)s asked in %(board)s; nobody has answered yet.")
            % {"name": topic.voice, "board": topic.board},
        )
        for topic in found[:CANDIDATES]
    ]


def _shown_to(person):
    """Topics `person` may read, each with their place; hidden ones are nobody's news, nor what people they blocked
    began."""
    reader = reader_of(person)
    shown = Topic.objects.visible_to(person, boards=reader.boards).filter(hidden_at=None)
    return with_place(shown.exclude(author__in=reader.hidden), person)


def _with_news(topics, person, since, until):
    """(topic, its newest post by somebody else) of `topics` with posts from between the moments that `person` has not
    read; the most talked of first. Each topic carries `fresh`, how many there are."""
    unread = Q(
        posts__kind=Post.POST,
        posts__hidden_at=None,
        posts__created_at__gt=since,
        posts__created_at__lte=until,
        posts__number__gt=Coalesce(F("mine__last_number"), 0),
    ) & ~Q(posts__author__in=[person.pk, *reader_of(person).hidden])
    busy = topics.filter(last_posted_at__gt=since).annotate(fresh=Count("posts", filter=unread)).filter(fresh__gt=0)
    chosen = list(busy.order_by("-fresh", "-last_posted_at", "-pk")[: MOST * 2])
    newest = (
        Post.objects.spoken()
        .filter(topic__in=chosen, created_at__gt=since, created_at__lte=until)
        .exclude(author__in=[person.pk, *reader_of(person).hidden])
        .exclude(pk__in=Behind.posts_of(person))
        .order_by("topic", "-number")
        .distinct("topic")
        .select_related("author")
        .defer("body", "html")
    )
    said = {post.topic_id: post for post in newest}
    return [(topic, said[topic.pk]) for topic in chosen if topic.pk in said]


def _said_item(topic, said, word):
    about = {"name": said.voice, "topic": topic.title, "count": topic.fresh}
    words = shorten(said.excerpt, LONGEST_DETAIL)
    if topic.fresh == 1:
        headline = _("%(name)s answered “%(topic)s”") if word == "answers" else _("%(name)s wrote in “%(topic)s”")
    else:
        headline = _many(word, topic.fresh)
        words = _("%(name)s: %(words)s") % {"name": said.voice, "words": words} if words else said.voice
    return Item(
        key=f"topic:{topic.pk}:{word}:{said.number}",
        headline=headline % about,
        # To the first they have not read: the newest makes little sense before it.
        url=post_url(topic, min((topic.my_last_number or 0) + 1, said.number)),
        detail=words,
    )


def _many(word, count):
    if word == "answers":
        return ngettext("%(count)d new answer to “%(topic)s”", "%(count)d new answers to “%(topic)s”", count)
    return ngettext("%(count)d new post in “%(topic)s”", "%(count)d new posts in “%(topic)s”", count)


def _begun(topic):
    about = {"name": topic.voice, "board": topic.board}
    began = _("%(name)s asked in %(board)s") if topic.is_question else _("%(name)s began it in %(board)s")
    if not topic.reply_count:
        return began % about
    replies = ngettext("%(count)d reply", "%(count)d replies", topic.reply_count) % {"count": topic.reply_count}
    return f"{began % about} · {replies}"

"""Telling the watchers of posts: by a worker soon after they were written, all that was said in a topic together."""

import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from forums.discussions.models import Behind, Mention
from members.mail.notices import tell_pieces
from members.mail.outbox import News, send_news
from members.mail.preferences import wants_notice
from members.mail.sights import Thing
from members.mail.waking import wake_after_commit

from . import headlines
from .hearing import blockers_of, people_who_hear
from .models import Level, Reading, Untold
from .models.places import THING
from .pages import post_url

POSTED, MENTIONED = "forums/reading/posted", "forums/reading/mentioned"
LONGEST_IN_MAIL = 6_000  # characters of HTML; longer posts go with their excerpt and are read in the portal

logger = logging.getLogger(__name__)


def ask_to_tell(post):
    """Let the watchers of `post` hear of it soon after this transaction."""
    Untold.objects.bulk_create([Untold(post=post)])
    wake_after_commit("forums.reading.tasks.tell")


def tell_due(now=None):
    """Tell of every post that is due, topic by topic; returns of how many. Two workers never tell of the same."""
    count = 0
    while posts := _tell_next(now or timezone.now()):
        count += len(posts)
    return count


def _tell_next(now):
    """Tell of the next topic's posts; returns them."""
    posts = []
    try:
        with transaction.atomic():
            posts = Untold.take(now)
            tell(posts)
            Untold.drop(posts)
    except Exception:
        if not posts:
            raise
        logger.exception("The watchers of the posts %s could not be told", [post.pk for post in posts])
        Untold.postpone(posts, now)
    else:
        if posts:  # only now a reader's place and the notice see each other
            Reading.read_notices_of(posts[0].topic, kind=POSTED)
    return posts


def tell(posts):
    """Tell of `posts`, all of one topic and in their order: a notice for everyone who follows the topic, its board or
    a tag, and a letter a post for who wants every one. Who may read it is asked now."""
    people = list(people_who_hear(posts[0].topic)) if posts else []
    if not people:
        return
    deaf = blockers_of({post.author for post in posts})
    # Who is called by name was told so, unless they want to hear nothing of that.
    called = set(Mention.objects.filter(post__in=posts).values_list("post_id", "person_id"))
    told = {person.pk for person in wants_notice(MENTIONED, _called(people, called))}
    notices, letters = {}, []
    for post in posts:
        writer = Behind.person_of(post)
        # Who has read it since, or answered it, while the worker was on its way, has nothing to hear.
        hear = [each for each in people if each != writer and (each.reached or 0) < post.number]
        hear = [each for each in hear if (each.pk, post.author_id) not in deaf]
        letters.append(_letters_of(post, [each for each in hear if each.level == Level.EVERY]))
        told_here = told & {person for its, person in called if its == post.pk}
        fresh = [each for each in hear if each.pk not in told_here]
        notices.setdefault(notice_key(post), []).append((fresh, post))
    send_news(POSTED, letters)
    for key, pieces in notices.items():
        _tell_in_notices(key, pieces)


def _called(people, called):
    names = {person for _post, person in called}
    return [person for person in people if person.pk in names]


def _tell_in_notices(key, pieces):
    """One notice a person for all `pieces`, (people, post), of the same key."""
    post = pieces[0][1]
    topic = post.topic
    tell_pieces(
        [(people, Voice.of(post), post.number) for people, post in pieces],
        POSTED,
        key=key,
        words=lambda voices: headlines.posted(post, voices),
        url=lambda number: post_url(topic, number),
        thing=THING,
        thing_id=topic.pk,
        is_private=topic.has_nameless,
    )


def _letters_of(post, people):
    """Of one post one letter: who was written to by name gets no other."""
    each = {person.pk: {"by_choice_of_board": person.said is None, "why": person.why} for person in people}
    return letters_of(post, people, key=f"post:{post.pk}", each=each)


def letters_of(post, people, **about):
    """News with the words of `post` for each of `people`; at most one letter a person, whatever the reasons."""
    topic = post.topic
    context = {
        "author": post.voice,
        "headline": post.author.headline,
        "topic": str(topic),
        "board": str(topic.board),
        "board_slug": topic.board.slug,
        "url": post.get_absolute_url(),
        "html": post.html if len(post.html) <= LONGEST_IN_MAIL else "",
        "excerpt": post.excerpt,
        "text": post.body if len(post.body) <= LONGEST_IN_MAIL else post.excerpt,
        "begins": post.number == 1,
    }
    thing = Thing(THING, topic.pk, post.number)
    return News(people, context=context, about=thing, private=topic.has_nameless, **about)


@dataclass(frozen=True)
class Voice:
    """Who a notice says did something: people apart by who they are, those without a name by their words."""

    pk: int | str
    name: str

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, post):
        return cls(post.speaks_as or post.author_id, post.voice)


def notice_key(post):
    """The key of the notice in which this post is told, with the others of its topic."""
    return f"topic:{post.topic_id}:{'begun' if post.number == 1 else 'replies'}"

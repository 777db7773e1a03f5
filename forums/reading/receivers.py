"""When somebody posts, calls or thanks: their own place moves, and others hear of it, all in the same transaction."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.dispatch import receiver

from forums.discussions.models import Ballot, Behind, Mention, Poll, Post, Thanks, Topic
from forums.discussions.signals import people_mentioned, poll_closed, post_added, post_thanked, topic_restored
from members.connections.models import blocked_by
from members.mail.notices import tell_many, tell_merged
from members.mail.outbox import send_to_many
from members.mail.preferences import wants_notice
from members.mail.sights import Thing

from . import headlines
from .hearing import people_who_hear, readers_of, without_blockers
from .models import Level, Reading, ReadingStart, Reason
from .models.places import THING
from .pages import post_url

POSTED, MENTIONED, THANKED, CLOSED = (f"forums/reading/{word}" for word in ["posted", "mentioned", "thanked", "closed"])
LONGEST_IN_MAIL = 6_000  # characters of HTML; longer posts go with their excerpt and are read in the portal


@receiver(people_mentioned, sender=Mention, dispatch_uid="reading.tell_mentioned")
def tell_mentioned(sender, post, people, **kwargs):
    """Who is called by name hears of it as of nothing else, but for those who muted the topic or blocked the author."""
    muted = Reading.objects.filter(topic=post.topic, level=Level.MUTED).values("person")
    called = readers_of(post.topic).filter(pk__in=[person.pk for person in people]).exclude(pk__in=muted)
    called = list(without_blockers(called, post.edited_by or post.author))  # whoever shows no name is blocked by nobody
    about = {"thing": THING, "thing_id": post.topic_id, "first_number": post.number, "last_number": post.number}
    tell_many(
        called,
        MENTIONED,
        headline=headlines.mentioned(post),
        url=post.get_absolute_url(),
        key=f"post:{post.pk}:mention",
        **about,
    )
    _write(MENTIONED, called, post)


@receiver(post_added, sender=Post, dispatch_uid="reading.follow_own_post")
def follow_own_post(sender, post, **kwargs):
    """Who writes hears of the answers. Without a name they do as if they had chosen to: that they wrote is not said."""
    if post.is_nameless:
        writer = Behind.person_of(post)
        if not Reading.objects.filter(person=writer, topic=post.topic, reason=Reason.CHOSE).exists():
            Reading.watch(writer, post.topic, reason=Reason.CHOSE)
    else:
        writer = post.author
        Reading.watch(writer, post.topic, reason=Reason.STARTED if post.number == 1 else Reason.REPLIED)
    Reading.reach(writer, post.topic, post.number)


@receiver(post_added, sender=Post, dispatch_uid="reading.tell_watchers")
def tell_watchers(sender, post, **kwargs):
    """A notice for everyone who follows the topic, its board or a tag, and a letter for who wants every post."""
    people = list(people_who_hear(post))
    if not people:
        return
    topic = post.topic
    # Who is called by name was told so, unless they want to hear nothing of that.
    called = [person for person in people if person.is_called]
    told = {person.pk for person in wants_notice(MENTIONED, called)}
    tell_merged(
        [person for person in people if person.pk not in told],
        POSTED,
        key=notice_key(post),
        voice=Voice.of(post),
        words=lambda voices: headlines.posted(post, voices),
        url=lambda number: post_url(topic, number),
        thing=THING,
        thing_id=topic.pk,
        number=post.number,
        is_private=topic.has_nameless,
    )
    by_reason = defaultdict(list)  # of one post one letter: who was written to by name gets no other
    for person in people:
        if person.level == Level.EVERY:
            by_reason[person.said is not None, person.why].append(person)
    for (said, why), some in by_reason.items():
        _write(POSTED, some, post, by_choice_of_board=not said, why=why)


@receiver(post_thanked, sender=Thanks, dispatch_uid="reading.tell_thanked")
def tell_thanked(sender, post, person, **kwargs):
    """The author hears who thanked, in one notice a post. No letter: thanks can wait for the next visit."""
    writer = Behind.person_of(post)
    if writer is None or not readers_of(post.topic).filter(pk=writer.pk).exists():
        return
    if person.pk in blocked_by(writer):
        return
    tell_merged(
        [writer],
        THANKED,
        key=f"post:{post.pk}:thanks",
        voice=person,
        words=lambda voices: headlines.thanked(post, voices),
        url=lambda number: post_url(post.topic, number),
        thing=THING,
        thing_id=post.topic_id,
        number=post.number,
        is_private=post.is_nameless,
    )


@receiver(poll_closed, sender=Poll, dispatch_uid="reading.tell_of_result")
def tell_of_result(sender, poll, **kwargs):
    """Its author, and who voted and may still read it, hear that there is a result."""
    post = poll.post
    voters = Ballot.objects.filter(poll=poll).values("person")
    writer = Behind.person_of(post)
    people = readers_of(post.topic).filter(Q(pk__in=voters) | Q(pk=writer and writer.pk))
    about = {"thing": THING, "thing_id": post.topic_id, "first_number": post.number, "last_number": post.number}
    about["is_private"] = post.is_nameless
    tell_many(
        list(people),
        CLOSED,
        headline=headlines.closed(poll),
        url=post.get_absolute_url(),
        key=f"poll:{poll.pk}:closed",
        **about,
    )


@receiver(topic_restored, sender=Topic, dispatch_uid="reading.look_back")
def look_back(sender, topic, **kwargs):
    topic.refresh_from_db(fields=["last_posted_at"])
    ReadingStart.lower(topic)


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


def _write(kind, people, post, **more):
    """A letter with the words of `post`; at most one a person, whatever the reasons."""
    if not people:
        return
    topic = post.topic
    send_to_many(
        kind,
        people=people,
        key=f"post:{post.pk}" if kind == POSTED else f"post:{post.pk}:mention",
        about=Thing(THING, topic.pk, post.number),
        private=topic.has_nameless,
        author=post.voice,
        headline=post.author.headline,
        topic=str(topic),
        board=str(topic.board),
        board_slug=topic.board.slug,
        url=post.get_absolute_url(),
        html=post.html if len(post.html) <= LONGEST_IN_MAIL else "",
        excerpt=post.excerpt,
        text=post.body if len(post.body) <= LONGEST_IN_MAIL else post.excerpt,
        begins=post.number == 1,
        **more,
    )

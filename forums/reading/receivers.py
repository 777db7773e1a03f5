"""When somebody posts, calls or thanks: their own place moves, and who is called or thanked hears of it, all in the
same transaction. Watchers hear of posts a moment later (telling.py)."""

from django.db.models import Q
from django.dispatch import receiver

from forums.discussions.models import Ballot, Behind, Mention, Poll, Post, Thanks, Topic
from forums.discussions.signals import people_mentioned, poll_closed, post_added, post_thanked, topic_restored
from members.connections.models import blocked_by
from members.mail.notices import tell_many, tell_merged
from members.mail.outbox import send_news

from . import headlines
from .hearing import readers_of, without_blockers
from .models import Level, Reading, ReadingStart, Reason
from .models.places import THING
from .pages import post_url
from .telling import MENTIONED, ask_to_tell, letters_of

THANKED, CLOSED = "forums/reading/thanked", "forums/reading/closed"


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
    send_news(MENTIONED, [letters_of(post, called, key=f"post:{post.pk}:mention")])


@receiver(post_added, sender=Post, dispatch_uid="reading.follow_own_post")
def follow_own_post(sender, post, **kwargs):
    """Who writes hears of the answers. Without a name they do as if they had chosen to: that they wrote is not said."""
    if post.is_nameless:
        writer = Behind.person_of(post)
        reason = Reason.CHOSE
    else:
        writer, reason = post.author, Reason.STARTED if post.number == 1 else Reason.REPLIED
    Reading.wrote(writer, post.topic, post.number, reason=reason)


@receiver(post_added, sender=Post, dispatch_uid="reading.tell_watchers")
def tell_watchers(sender, post, **kwargs):
    """Not here, but by a worker: whoever writes need not wait until everybody has heard."""
    ask_to_tell(post)


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

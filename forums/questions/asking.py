"""The letter that asks what came of an answer: a notice, and a mail with one link for each answer."""

from django.urls import reverse

from forums.reading.models.places import THING
from members.mail.notices import tell_many
from members.mail.outbox import send
from members.mail.sights import Thing

from . import headlines
from .models import FollowUp

KIND = "forums/questions/outcome"


def ask_due(now=None):
    """Ask everyone whose day it is by now; returns of how many answers."""
    return FollowUp.ask_due(_ask, now)


def _ask(asker, follow_ups):
    """Ask of the first; the page leads on to the others."""
    first = follow_ups[0]
    post, topic = first.acceptance.post, first.acceptance.topic
    key, is_private = f"follow-up:{first.pk}", topic.is_nameless
    tell_many(
        [asker],
        KIND,
        headline=headlines.what_came(follow_ups),
        url=reverse("questions:outcome", args=[topic.pk, post.number]),
        key=key,
        is_private=is_private,
        thing=THING,
        thing_id=topic.pk,
        first_number=post.number,
        last_number=post.number,
    )
    send(
        KIND,
        to=asker,
        key=key,
        about=Thing(THING, topic.pk, post.number),
        private=is_private,
        author=post.voice,
        topic=str(topic),
        excerpt=post.excerpt,
        days=first.days,
        others=len(follow_ups) - 1,
        url=post.get_absolute_url(),
        ask_url=reverse("questions:told", args=[first.token]),
    )

"""What the page of a topic shows of moderation: the quiet action "Flag", and to its writer alone what is held there."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast, JSONObject
from django.utils.dateparse import parse_datetime

from forums.reading import parts

from .models import Flag, Held


def register():
    parts.add_to_topic(of_topic)
    parts.add_to_posts(of_posts)
    parts.register(parts.Place.FOOT, "forums/moderation/_held_here.html", held_here, position=10)
    parts.register_behind_more("forums/moderation/_flag.html", flags, position=90)
    parts.register_behind_more("forums/moderation/topics/_split_off.html", to_split_off, position=80)
    parts.register(parts.Place.FOOT, "forums/moderation/topics/_closed.html", why_closed, position=90)
    parts.register(parts.Place.FOOT, "forums/moderation/topics/_slow.html", pace, position=95)
    parts.register(parts.Place.FOOT, "forums/moderation/topics/_look_after.html", to_look_after, position=85)


def of_topic(person):
    """What this reader wrote there that waits, or is back with them."""
    if not person.is_authenticated:
        return {}
    rows = Held.objects.pending_of(person).filter(topic=OuterRef("pk"))
    told = JSONObject(
        pk="pk", html="html", at=Cast("at", CharField()), case="case__pk", outcome="case__outcome", words="case__words"
    )
    return {"my_held": ArraySubquery(rows.values(told=told))}


def of_posts(person):
    """Whether this reader flagged it."""
    if not person.is_authenticated:
        return {}
    return {"i_flagged_it": Exists(Flag.objects.filter(post=OuterRef("pk"), by=person.pk))}


def held_here(page):
    """On the last page, where it will stand; to nobody else, moderators included: they have the queue."""
    held = getattr(page.topic, "my_held", None)
    if not held or page.number != page.count:
        return None
    return {"texts": [each | {"at": parse_datetime(each["at"])} for each in held]}


def flags(page, posts):
    return {
        post.pk: {"is_flagged": post.i_flagged_it}
        for post in posts
        if Flag.can_be_raised(post, page.person) and hasattr(post, "i_flagged_it")
    }


def why_closed(page):
    """For everyone: what a moderator said when they locked it."""
    return {} if page.topic.is_locked else None


def pace(page):
    """For everyone who might write."""
    topic = page.topic
    return {"pace": topic.pace} if topic.is_slow and topic.closed_at is None else None


def to_look_after(page):
    return {} if _moderates(page.person) else None


def to_split_off(page, posts):
    if not _moderates(page.person) or page.topic.hidden_at:
        return {}
    return {post.pk: {} for post in posts if post.number > 1 and post.kind == post.POST}


def _moderates(person):
    return person.is_authenticated and person.is_moderator

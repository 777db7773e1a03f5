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

"""What a topic's page shows of experts: who is one, how to endorse them, and of whom a question was asked."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from forums.reading import parts

from .models import Expertise, Referral


def register():
    parts.add_to_posts(columns_of_posts)
    parts.add_to_topic(columns_of_topic)
    parts.register_beside_names("forums/experts/_badge.html", badges)
    parts.register_actions("forums/experts/_endorse_action.html", endorsing)
    parts.register(parts.Place.HEAD, "forums/experts/_referral.html", referral)


def columns_of_posts(person):
    """`expert_in`: the subjects in which the author is confirmed; `offers`, for members: all that they offer."""
    theirs = Expertise.objects.shown().filter(person=OuterRef("author"))
    columns = {"expert_in": _names(theirs.confirmed())}
    if is_among_members(person):
        columns["offers"] = _names(theirs.exclude(person=person.pk))
    return columns


def columns_of_topic(person):
    """`referred`, for those who are signed in: the newest Referral of the topic, as a dict."""
    if not person.is_authenticated:
        return {}
    latest = Referral.objects.filter(topic=OuterRef("pk")).order_by("-pk")
    about = JSONObject(
        pk="pk",
        state="state",
        due_at="due_at",
        words="words",
        expert=F("expertise__person"),
        name=F("expertise__person__name"),
        handle=F("expertise__person__handle"),
        subject=F("expertise__subject__name"),
    )
    return {"referred": Subquery(latest.values(about=about)[:1])}


def badges(page, posts):
    """Each post's author's subjects, where CXPA confirmed them."""
    return {post.pk: {"subjects": post.expert_in} for post in posts if getattr(post, "expert_in", None)}


def endorsing(page, posts):
    """The way to endorse the author, by this post."""
    by_members = [post for post in posts if getattr(post, "offers", None) and not post.speaks_as]
    return {
        post.pk: {"name": post.author, "handle": post.author.handle, "subjects": post.offers} for post in by_members
    }


def referral(page):
    """Of whom it was asked, on the first page; the expert finds what they can do."""
    about = getattr(page.topic, "referred", None)
    if not about or page.number > 1:
        return None
    is_mine = about["state"] == Referral.ASKED and about["expert"] == page.person.pk
    is_known = about["state"] in (Referral.ASKED, Referral.ANSWERED) or page.topic.is_unanswered
    if not is_known:
        return None  # others have answered: what became of the asking is nobody's news
    return about | {"due_at": datetime.fromisoformat(about["due_at"]), "is_mine": is_mine}


def is_among_members(person):
    return person.is_authenticated and (person.is_member or person.is_staff)


def _names(expertises):
    return ArraySubquery(expertises.best_first().values("subject__name"))

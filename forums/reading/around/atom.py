"""Atom, as our feeds are written."""

import hashlib
import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from forums.discussions import markdown

MOST = 50  # entries
SINCE = datetime(2011, 1, 1, tzinfo=UTC)  # the moment of a feed in which nothing stands yet
# What XML cannot carry, though somebody may have pasted it.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def whole(address):
    """The address of this portal's page at `address`, as it stands outside."""
    return settings.PORTAL_URL + address


def lasting(topic, number=1):
    """The address of a post that no new title changes: what feeds know it by."""
    return whole(reverse("forums:post", args=[topic.pk, number]))


class Entries(Atom1Feed):
    """Atom of which an entry may carry its whole text, as `content`; without what XML cannot carry."""

    def add_item(self, **about):
        super().add_item(**{name: _clean(told) if isinstance(told, str) else told for name, told in about.items()})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html"})


class Feed(Entries):
    """`Feed(title, about, address, page)`, with `address` and `page` inside the portal; `page` shows the same."""

    def __init__(self, title, about, address, page):
        super().__init__(
            title=_clean(title),
            subtitle=_clean(about),
            link=whole(page),
            description="",
            feed_url=whole(address),
            feed_guid=whole(address),
            language=settings.LANGUAGE_CODE,
        )

    def add_topic(self, topic):
        """A topic with its first words; it counts as changed when somebody wrote in it."""
        self.add_item(
            title=topic.title,
            link=whole(topic.get_absolute_url()),
            description=escape(topic.excerpt) or None,  # a summary is read as HTML
            unique_id=lasting(topic),
            author_name=topic.voice,
            pubdate=topic.created_at,
            updateddate=topic.last_posted_at,
            categories=[_clean(name) for name in topic.tag_names],
        )

    def add_post(self, post, title):
        """A post with its whole text."""
        interest = f"<p><em>{escape(post.interest)}</em></p>" if post.interest else ""
        self.add_item(
            title=title,
            link=lasting(post.topic, post.number),
            description=None,
            unique_id=lasting(post.topic, post.number),
            author_name=post.voice,
            pubdate=post.created_at,
            updateddate=post.edited_at or post.created_at,
            content=markdown.for_mail(post.html) + interest,
        )

    def latest_post_date(self):
        """When something in it last changed; the same for ever where nothing is in it, so that it can be compared."""
        return max((item["updateddate"] for item in self.items), default=SINCE)

    def answer(self, request):
        """The response: 304 to a program that has exactly this already.

        It is compared by the whole text and not by a moment: what was hidden or taken away leaves no later one.
        """
        text = self.writeString("utf-8").encode()
        tag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
        response = HttpResponse(text, content_type=self.content_type)
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"  # kept, but asked for anew each time
        return get_conditional_response(request, etag=tag, response=response)


def _clean(text):
    return _NOT_XML.sub("", str(text))

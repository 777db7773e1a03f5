"""Reminders of posts people kept: a notice and a letter, once."""

from members.mail.notices import tell_many
from members.mail.outbox import send
from members.mail.sights import Thing

from . import headlines
from .models import Bookmark
from .models.places import THING

KEPT = "forums/reading/kept"


def remind(now=None):
    """Tell of everything due by now; returns of how many."""
    return Bookmark.remind_due(_tell, now)


def _tell(bookmark):
    post, topic = bookmark.post, bookmark.post.topic
    key = f"bookmark:{bookmark.pk}:{bookmark.remind_at:%Y%m%d}"
    about = {"thing": THING, "thing_id": topic.pk, "first_number": post.number, "last_number": post.number}
    headline = headlines.kept(bookmark)
    tell_many([bookmark.person], KEPT, headline=headline, url=post.get_absolute_url(), key=key, **about)
    send(
        KEPT,
        to=bookmark.person,
        key=key,
        about=Thing(THING, topic.pk, post.number),
        author=post.voice,
        topic=str(topic),
        board=str(topic.board),
        note=bookmark.note,
        excerpt=post.excerpt,
        url=post.get_absolute_url(),
    )

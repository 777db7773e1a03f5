"""The way to one's notices in the frame of every page, with how many wait."""

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.translation import get_language

from .notices import unread_count

MANY = 100  # of more it only says so
DAY = 86_400  # seconds


def bell_of(person):
    """HTML; the same for all for whom as many wait, so it is written once in a process."""
    count = min(unread_count(person), MANY)
    return caches["frame"].get_or_set(f"bell:{get_language()}:{count}", lambda: _written(count), DAY)


def _written(count):
    return render_to_string("members/mail/_bell.html", {"count": count, "is_many": count == MANY})

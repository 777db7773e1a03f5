from celery import shared_task

from . import planning, rendering
from .models import Poll, PostSearch, SearchWord, Tag, attachments


@shared_task
def publish_planned():
    """Every minute; see the timetable in cxpa_portal/celery.py."""
    planning.publish_due()


@shared_task
def render_old_posts():
    """Every ten minutes, until all posts are of the rendering there is now."""
    rendering.render_old()


@shared_task
def discard_unclaimed_files():
    """Once a day: files sent for texts that were never saved."""
    attachments.discard_unclaimed()


@shared_task
def close_polls():
    """Every five minutes: the polls whose date has come, told of once."""
    Poll.close_due()


@shared_task
def count_tags():
    """Every hour: on how many topics that everyone can read each tag stands."""
    Tag.objects.count_topics()


@shared_task
def index_old_posts():
    """Every ten minutes: what search reads of posts whose board, tags or title changed, or of an older version."""
    PostSearch.index_old()


@shared_task
def reckon_search_words():
    """Once a day: the words by which a misspelt one is recognised."""
    SearchWord.reckon()

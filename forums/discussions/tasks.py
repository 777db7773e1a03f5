from celery import shared_task

from . import planning, rendering
from .models import Poll, Tag, attachments


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

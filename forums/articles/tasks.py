from celery import shared_task

from . import publishing
from .models import ArticleSearch, files


@shared_task
def publish_due():
    """Every minute; see the timetable in cxpa_portal/celery.py."""
    publishing.publish_due()


@shared_task
def discard_unclaimed_files():
    """Once a day: pictures sent for articles that were never sent in."""
    files.discard_unclaimed()


@shared_task
def index_old():
    """Every ten minutes: what search reads of articles that an older version made, or none."""
    ArticleSearch.index_old()

from celery import shared_task
from django.conf import settings

from .delivery import deliver_due
from .keeping import clear


@shared_task
def sweep():
    """On each commit that asked for mail, and every minute; see the timetable in cxpa_portal/celery.py."""
    deliver_due(lines=settings.MAIL_LINES)


@shared_task
def forget():
    """Once an hour, as much as an hour's batches take; see the timetable in cxpa_portal/celery.py."""
    clear()

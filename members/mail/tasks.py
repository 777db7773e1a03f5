from celery import shared_task

from .delivery import deliver_due


@shared_task
def sweep():
    """On each commit that asked for mail, and every minute; see the timetable in cxpa_portal/celery.py."""
    deliver_due()

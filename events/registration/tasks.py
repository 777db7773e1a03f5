from celery import shared_task

from .models import Reminder


@shared_task
def remind():
    """Every five minutes; see the timetable in cxpa_portal/celery.py."""
    Reminder.send_due()

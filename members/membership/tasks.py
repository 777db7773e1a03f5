from celery import shared_task

from .reminders import remind_due


@shared_task
def remind():
    """Every hour; see the timetable in cxpa_portal/celery.py."""
    remind_due()

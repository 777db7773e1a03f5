from celery import shared_task

from certification.credentials.models import register_day

from .models import Reminder


@shared_task
def remind():
    """Once an hour; see the timetable in cxpa_portal/celery.py."""
    Reminder.objects.write_due(register_day())

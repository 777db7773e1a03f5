from celery import shared_task
from django.utils import timezone

from .writing import write_due as write_all_due


@shared_task
def write_due():
    """Every five minutes; see the timetable in cxpa_portal/celery.py."""
    write_all_due(timezone.now())

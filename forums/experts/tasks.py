from celery import shared_task

from .models import Referral


@shared_task
def open_up():
    """Every ten minutes; see the timetable in cxpa_portal/celery.py."""
    Referral.open_due()

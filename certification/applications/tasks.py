from celery import shared_task
from django.utils import timezone

from .models import Application


@shared_task
def expire():
    """Every hour: remind of what runs out soon, close what has; see the timetable in cxpa_portal/celery.py."""
    now = timezone.now()
    for application in Application.objects.to_remind(now).iterator():
        application.remind(now=now)
    for application in Application.objects.run_out(now).iterator():
        application.run_out(now=now)

from celery import shared_task

from .models import Draft


@shared_task
def clean():
    """Once a day; see the timetable in cxpa_portal/celery.py."""
    Draft.objects.clean()

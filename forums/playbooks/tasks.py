from celery import shared_task
from django.utils import timezone

from . import falling_due


@shared_task
def look():
    falling_due.look(timezone.now())

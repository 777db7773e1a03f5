from celery import shared_task

from .models.files import discard_unclaimed


@shared_task
def discard_unclaimed_files():
    """Once a day: files sent for messages that were never sent."""
    discard_unclaimed()

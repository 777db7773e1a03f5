from celery import shared_task

from .models import SeenHost


@shared_task
def learn_hosts():
    """Know the sites that imported posts lead to."""
    return SeenHost.learn()

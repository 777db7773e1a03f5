from celery import shared_task

from .models import SeenHost, Summary


@shared_task
def learn_hosts():
    """Know the sites that imported posts lead to."""
    return SeenHost.learn()


@shared_task
def write_summaries():
    """The months that are over, as everybody may read them."""
    return Summary.write_due()

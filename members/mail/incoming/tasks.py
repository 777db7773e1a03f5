from celery import shared_task

from ..models import Incoming
from .sources import imap, maildir
from .taking import work_through as work


@shared_task
def fetch():
    """Every minute: what came to the maildir and the mailbox, then all that waits."""
    maildir.fetch()
    imap.fetch()
    work()


@shared_task
def work_through():
    """On each commit that took mail in."""
    work()


@shared_task
def forget_words():
    """Once a day: what came a month ago is not kept word for word."""
    Incoming.objects.forget_words()

from functools import partial

from celery import shared_task
from django.conf import settings

from .delivery import deliver_due
from .keeping import clear
from .outbox import SWEEP
from .waking import wake_after_commit


@shared_task(name=SWEEP)
def sweep():
    """On each commit that asked for mail, and every minute; see the timetable in cxpa_portal/celery.py."""
    deliver_due(lines=settings.MAIL_LINES, call=partial(wake_after_commit, SWEEP))


@shared_task
def forget():
    """Once an hour, as much as an hour's batches take; see the timetable in cxpa_portal/celery.py."""
    clear()

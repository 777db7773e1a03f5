import logging

from celery import current_app, shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from .delivery import deliver_due
from .keeping import clear

SWEEP = "members.mail.tasks.sweep"
logger = logging.getLogger(__name__)


@shared_task(name=SWEEP)
def sweep():
    """On each commit that asked for mail, and every minute; see the timetable in cxpa_portal/celery.py."""
    deliver_due(lines=settings.MAIL_LINES, call=_call_another)


def _call_another():
    """Let a process of the worker that is free sweep too."""
    try:
        current_app.send_task(SWEEP)
    except OperationalError:
        logger.info("No help can be called for while the broker is away: this process sends alone", exc_info=True)


@shared_task
def forget():
    """Once an hour, as much as an hour's batches take; see the timetable in cxpa_portal/celery.py."""
    clear()

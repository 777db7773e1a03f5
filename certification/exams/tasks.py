from celery import shared_task
from django.utils import timezone

from .models import Authorization


@shared_task
def expire():
    """Every hour: remind of rights to sit that end soon, end those that have; see cxpa_portal/celery.py."""
    today = timezone.localdate()
    for authorization in Authorization.objects.to_remind(today).iterator():
        authorization.remind(today=today)
    for authorization in Authorization.objects.run_out(today).iterator():
        authorization.run_out(today=today)

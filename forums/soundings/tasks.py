from celery import shared_task
from django.db import transaction
from django.utils import timezone

from .choosing import fill
from .models import Invitation, Sounding


@shared_task
def ask_others():
    """In place of those who stayed silent, and where a place is still free."""
    now = timezone.now()
    for invitation in Invitation.objects.overdue(now).select_related("sounding__author").iterator():
        invitation.replace(now=now)
    for pk in Sounding.objects.open().filter(ends_at__gt=now).values_list("pk", flat=True):
        with transaction.atomic():
            sounding = Sounding.objects.open().select_for_update(skip_locked=True, of=["self"]).filter(pk=pk).first()
            if sounding is not None:
                fill(sounding, now=now)


@shared_task
def close_over():
    """Those whose week has ended."""
    now = timezone.now()
    for sounding in Sounding.objects.over(now).select_related("author"):
        sounding.close(now=now)

from celery import shared_task

from . import reminding, searching, telling
from .models import ReadingStart, TopTopic


@shared_task
def remind():
    reminding.remind()


@shared_task
def reckon_tops():
    TopTopic.reckon()


@shared_task
def reckon_starts():
    ReadingStart.reckon_due()


@shared_task
def tell():
    """On each commit that wrote a post, and every minute; see the timetable in cxpa_portal/celery.py."""
    telling.tell_due()


@shared_task
def tell_searches():
    searching.tell_due()

from celery import shared_task

from . import asking
from .models import PromiseMonth
from .promise import answered, ladder


@shared_task
def ask_what_came():
    """What came of the answers that helped 30 and 90 days ago?"""
    asking.ask_due()


@shared_task
def keep_the_promise():
    """Every five minutes: whoever is next to hear of the questions that wait."""
    ladder.keep_due()


@shared_task
def reckon_the_promise():
    """Every hour: how the promise is kept, month by month; and the first answers of questions that came in bulk."""
    answered.note_first_answers()
    PromiseMonth.reckon()

"""Climbing: every few minutes, the next rung of each promise that is due."""

import logging

from django.db import transaction
from django.utils import timezone

from forums.discussions.models import Topic

from ..models.promises import Promise, is_promised
from .telling import tell

MOST_AT_ONCE = 200  # promises of one tick
log = logging.getLogger(__name__)


def keep_due(now=None):
    """Tell the next of every question that waits; returns of how many.

    Each in a transaction of its own, under the lock of the question's row: two workers at once share the rows, and
    somebody who is answering just now is not overtaken. What was missed is caught up by its highest rung alone. One
    that fails is told of in the log, and tried again at the next tick.
    """
    now = now or timezone.now()
    climbed = 0
    for pk in Promise.objects.due(now).values_list("pk", flat=True)[:MOST_AT_ONCE]:
        try:
            climbed += climb(pk, now)
        except Exception:
            log.exception("The promise of topic %s could not be looked after.", pk)
    return climbed


@transaction.atomic
def climb(pk, now):
    """Tell the rung of one promise that is due now. Returns whether there was one, and it was free."""
    topics = Topic.objects.select_for_update(skip_locked=True, of=["self"]).select_related("board", "author")
    topic = topics.filter(pk=pk).first()
    promise = topic and Promise.objects.due(now).select_for_update().filter(topic=topic).first()
    if not promise:
        return False
    promise.topic = topic
    if not is_promised(topic):  # closed or hidden without a word to its clock
        Promise.reckon(topic, now)
        return False
    rung = promise.rung_due(now)
    tell(promise, rung, now=now)
    promise.told(rung, now=now)
    return True

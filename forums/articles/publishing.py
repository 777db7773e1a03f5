"""Articles that come out by the clock."""

import logging

from django.db import transaction

from .models import Article

logger = logging.getLogger(__name__)


def publish_due(now=None):
    """Publish what is due by now, each in a transaction of its own; returns how many came out.

    Two workers at once share the rows: each is locked while it comes out, and passed over by the other. One that cannot
    come out keeps nobody else waiting: it is tried again at the next tick.
    """
    return sum(_publish(pk, now) for pk in list(Article.objects.due(now).values_list("pk", flat=True)[:100]))


def _publish(pk, now):
    try:
        with transaction.atomic():
            due = Article.objects.due(now).select_for_update(skip_locked=True, of=["self"])
            article = due.select_related("author", "scheduled_by").filter(pk=pk).first()
            if article is None:
                return 0
            if article.author is not None and not article.author.is_active:
                # Suspended since: the editors look at it once more.
                article.unschedule(by=None)
                return 0
            article.publish(by=article.scheduled_by, now=now)
            return 1
    except Exception:
        logger.exception("Article %s could not come out at its hour", pk)
        return 0

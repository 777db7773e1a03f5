"""The blog, a page at a time by keyset."""

from datetime import UTC, datetime

from django.utils.http import urlencode

ROWS = 20


def page_of_articles(articles, cursor, by="published_at"):
    """The articles after `cursor` (what `?older=` says), and the query string of the next page or None.

    `by` is the moment that orders them, the last first: "published_at" or "updated_at".
    """
    articles = articles.for_listing().order_by(f"-{by}", "-id")
    if place := _place(cursor):
        articles = articles.older_than(*place, by=by)
    rows = list(articles[: ROWS + 1])
    if len(rows) <= ROWS:
        return rows, None
    last = rows[ROWS - 1]
    return rows[:ROWS], "?" + urlencode({"older": f"{getattr(last, by).timestamp():.6f}-{last.pk}"})


def _place(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=UTC), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None

"""The weeks of these tests, and what there is to tell in them."""

from datetime import UTC, datetime, timedelta

from members.mail.sections import Item

WEEK = timedelta(days=7)
MONDAY = datetime(2026, 6, 8, 6, 1, tzinfo=UTC)  # 08:01 in Zurich


def news(number=1):
    return Item(f"sample:{number}", f"News number {number}", f"/{number}/", "From the sample")

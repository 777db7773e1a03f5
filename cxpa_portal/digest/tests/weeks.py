"""The weeks of these tests, and what there is to tell in them."""

from datetime import UTC, datetime, timedelta

from members.mail.sections import Item

WEEK = timedelta(days=7)
MONDAY = datetime(2026, 6, 8, 6, 1, tzinfo=UTC)  # 08:01 in Zurich


def headlines(letter):
    """Those of a letter, the first first; none where there is no letter."""
    return [item["headline"] for section in letter.context["sections"] for item in section["items"]] if letter else []


def news(number=1):
    return Item(f"sample:{number}", f"News number {number}", f"/{number}/", "From the sample")

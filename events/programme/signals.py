"""News this room sends up. Always inside the transaction of what happened."""

from django.dispatch import Signal

# All with `event` and `by`.
event_moved = Signal()  # another start, end or place; `was` holds starts_at, ends_at (ISO), where and venue before
event_cancelled = Signal()
capacity_raised = Signal()

"""Events: what is on, where and when, and who may come."""

from .events import Event, EventCancelled
from .lists import EventQuerySet
from .origins import EventOrigin

__all__ = ["Event", "EventCancelled", "EventOrigin", "EventQuerySet"]

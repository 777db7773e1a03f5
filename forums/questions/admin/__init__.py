"""Questions, for staff: they look; members and verbs act."""

from . import answers, promises

__all__ = ["answers", "promises"]

"""How far each person has read, what they want to hear of, and what they keep."""

from .bookmarks import Bookmark
from .levels import LOUD, Level
from .marks import AllRead, BoardRead, LastVisit, ReadingStart
from .places import PAGE, Reading, Reason, page_of
from .tops import TopTopic
from .watches import Watch

__all__ = [
    "LOUD",
    "PAGE",
    "AllRead",
    "BoardRead",
    "Bookmark",
    "LastVisit",
    "Level",
    "Reading",
    "ReadingStart",
    "Reason",
    "TopTopic",
    "Watch",
    "page_of",
]

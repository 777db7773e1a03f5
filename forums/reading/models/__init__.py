"""How far each person has read, what they want to hear of, and what they keep."""

from .bookmarks import Bookmark
from .feeds import FeedToken
from .levels import LOUD, Level
from .marks import AllRead, BoardRead, LastVisit, ReadingStart
from .places import PAGE, Reading, Reason, page_of
from .searches import SavedSearch
from .tops import TopTopic
from .untold import Untold
from .watches import Watch

__all__ = [
    "LOUD",
    "PAGE",
    "AllRead",
    "BoardRead",
    "Bookmark",
    "FeedToken",
    "LastVisit",
    "Level",
    "Reading",
    "ReadingStart",
    "Reason",
    "SavedSearch",
    "TopTopic",
    "Untold",
    "Watch",
    "page_of",
]

"""What moderators work on: cases, the flags and held texts they are about, and what rules look for."""

from .cases import Case, NotYours, Settled, Taken
from .flags import Flag, NotFlaggable
from .holds import Held
from .seen_hosts import SeenHost
from .watch_words import WatchWord

__all__ = ["Case", "Flag", "Held", "NotFlaggable", "NotYours", "SeenHost", "Settled", "Taken", "WatchWord"]

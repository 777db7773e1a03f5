"""What moderators work on: cases, the flags and texts they are about, what rules look for; and people."""

from .acts import Act
from .cases import Case, NotYours, Settled, Taken
from .flags import Flag, NotFlaggable
from .holds import Held
from .notes import Note
from .objections import Objection
from .sanctions import LastsAlready, NotAllowed, Sanction, may_decide_about
from .seen_hosts import SeenHost
from .sendings import Sending
from .summaries import Summary
from .watch_words import WatchWord

__all__ = [
    "Act",
    "Case",
    "Flag",
    "Held",
    "LastsAlready",
    "NotAllowed",
    "NotFlaggable",
    "NotYours",
    "Note",
    "Objection",
    "Sanction",
    "SeenHost",
    "Sending",
    "Settled",
    "Summary",
    "Taken",
    "WatchWord",
    "may_decide_about",
]

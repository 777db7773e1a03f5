from .doubts import Doubt
from .passages import Passage, Source, Wording
from .playbooks import Playbook
from .refusals import NothingBehindIt, NotTheirs, Overtaken, Refused

__all__ = [
    "Doubt",
    "NotTheirs",
    "NothingBehindIt",
    "Overtaken",
    "Passage",
    "Playbook",
    "Refused",
    "Source",
    "Wording",
]

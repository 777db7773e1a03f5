"""The outbox (letters), notices (inside the portal), the digest, and what each person chose not to get."""

from .bounces import Bounce
from .choices import Choice, QuietHours, stop_signer, stop_token
from .digests import Digest, DigestEntry
from .handfuls import Handful
from .incoming import Incoming, WritingKey
from .less import Less, less_token
from .letters import Mail, NotPossible
from .notices import Notice
from .outages import Outage
from .providers import ProviderEvent
from .schedules import DigestSchedule
from .switches import KindSwitch

__all__ = [
    "Bounce",
    "Choice",
    "Digest",
    "DigestEntry",
    "DigestSchedule",
    "Handful",
    "Incoming",
    "KindSwitch",
    "Less",
    "Mail",
    "NotPossible",
    "Notice",
    "Outage",
    "ProviderEvent",
    "QuietHours",
    "WritingKey",
    "less_token",
    "stop_signer",
    "stop_token",
]

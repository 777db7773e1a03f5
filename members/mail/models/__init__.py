"""The outbox (letters), notices (inside the portal), the digest, and what each person chose not to get."""

from .digests import Digest, DigestEntry, DigestSchedule
from .letters import Mail
from .notices import Notice
from .stops import Stop, stop_signer, stop_token

__all__ = [
    "Digest",
    "DigestEntry",
    "DigestSchedule",
    "Mail",
    "Notice",
    "Stop",
    "stop_signer",
    "stop_token",
]

"""What a check of an upload ends with: what will be kept, or the sentence that says why not."""

from dataclasses import dataclass, field


class NotAccepted(Exception):
    """This upload cannot be kept; the text is the sentence for the form."""


@dataclass
class Checked:
    """An upload as it will be kept."""

    body: bytes
    content_type: str
    width: int | None = None
    height: int | None = None
    thumbnails: dict[int, bytes] = field(default_factory=dict)  # WebP by width

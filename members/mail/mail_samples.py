"""The sample of this room's own letter, for the gallery."""

from .addresses import KIND
from .gallery.samples import register
from .incoming import mail_samples  # noqa: F401  its own, beside its kind

register(KIND, lambda person: {"name": person.first_name})

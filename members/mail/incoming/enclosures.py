"""The files that came with a mail, kept as those are that somebody sends with a form."""

from django.utils.translation import ngettext

from members.files.models import NotAccepted
from members.files.sent import TooManyFiles


def enclose(model, person, key, said):
    """Send the files of a `Said` for the text that is written under `key`; returns the key, or "" where none is kept.

    `model` is the room's SentFile. What cannot be kept is told in `said.left_out`. Done twice, they are there once.
    """
    if not said.files:
        return ""
    if not model.objects.in_hand(person, key).exists():
        said.left_out.clear()
        for upload in said.files:
            _send(model, upload, person, key, said)
    return key if model.objects.in_hand(person, key).exists() else ""


def _send(model, upload, person, key, said):
    try:
        model.send(upload, by=person, key=key)
    except NotAccepted as why:
        said.left_out.append(f"“{upload.name}”: {why}")
    except TooManyFiles:
        words = ngettext(
            "“%(name)s” is one too many: a text can have %(most)s file.",
            "“%(name)s” is one too many: a text can have %(most)s files.",
            model.most,
        )
        said.left_out.append(words % {"name": upload.name, "most": model.most})

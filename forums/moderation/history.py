"""What happened to a case, as sentences: read from the record, which keeps who and why."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "flagged": _("flagged it"),
    "held": _("The portal held it"),
    "claimed": _("took the case"),
    "given_back": _("gave the case back"),
    "kept": _("let it stand"),
    "hidden": _("hid it"),
    "returned": _("sent it back to its author"),
    "published": _("published it"),
    "refused": _("did not publish it"),
    "withdrawn": _("took it back"),
    "revised": _("sent a changed text"),
    "undone": _("took the decision back"),
    "objected": _("objected"),
    "upheld": _("lifted what was decided"),
    "dismissed": _("let the decision stand"),
}


@dataclass(frozen=True)
class Line:
    at: object
    who: str  # "" for the portal itself
    did: str
    reason: str


def lines_of(entries):
    """The entries about one case as Lines, in their order."""
    return [
        Line(entry.at, str(entry.by) if entry.by else "", _sentence(entry), _reason(entry))
        for entry in entries
        if entry.action.startswith("moderation.")
    ]


def _sentence(entry):
    word = entry.action.removeprefix("moderation.")
    return SENTENCES.get(word, word)


def _reason(entry):
    """Why, in words; the reason of a flag is a code, and stands with the flag itself."""
    return "" if entry.action == "moderation.flagged" else entry.details.get("reason", "")

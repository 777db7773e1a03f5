"""What the record says of one thing, to be read on its page."""

from django.template.loader import render_to_string

from .models import Entry

MOST = 50


def history_of(thing, words=None, shown=None):
    """The latest of it, the newest first, as a list in HTML.

    `words` has sentences for actions ("room.past_tense"); `shown` says by a detail's name how its value is written:
    {"amount": function}, or None to leave it out.
    """
    shown = shown or {}
    lines = [
        {
            "at": entry.at,
            "by": entry.by,
            "words": (words or {}).get(entry.action) or entry.action.rpartition(".")[2].replace("_", " "),
            "details": [
                (name.replace("_", " "), shown[name](value) if name in shown else value)
                for name, value in entry.details.items()
                if value and isinstance(value, str | int) and shown.get(name, str) is not None
            ],
        }
        for entry in Entry.objects.about(thing).select_related("by")[:MOST]
    ]
    return render_to_string("members/audit/history.html", {"lines": lines})

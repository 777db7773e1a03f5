"""The table of what a person hears, kind by kind, and the three presses that set all of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .kinds import Channel, Group, Kind, kinds_to_choose
from .models import Choice
from .preferences import channel_of, without_letters

# The press of one button for all rows: (value, what the button says, what happened).
PRESSES = [
    ("now", _("All by mail"), _("All of it comes by mail at once.")),
    ("digest", _("All gathered in my letter"), _("What can wait is gathered in your letter.")),
    ("least", _("No mail but what must come"), _("We mail you only what must come. The rest waits for you here.")),
]


@dataclass
class Row:
    """One kind, as it stands for one person."""

    kind: Kind
    channel: str
    is_own: bool  # the person chose it; else the kind does so by itself

    @property
    def field(self):
        return f"channel-{self.kind.name}"

    @property
    def id(self):
        return "kind-" + self.kind.name.replace("/", "-")

    @property
    def options(self):
        """A cell for every channel, in the order of the columns; of what the kind does not offer, None."""
        return [
            {"value": channel.value, "label": channel.label, "is_on": channel == self.channel, "is_usual": usual}
            if channel in self.kind.channels
            else None
            for channel, usual in ((channel, channel == self.kind.channel) for channel in Channel)
        ]


@dataclass
class Part:
    heading: str
    rows: list[Row] = field(default_factory=list)


def rows_for(person):
    """The rows that concern `person`, or about which they once chose."""
    chosen = dict(Choice.objects.filter(person=person).values_list("kind", "channel"))
    return [
        Row(kind, channel_of(kind, chosen.get(kind.name, "")), bool(chosen.get(kind.name)))
        for kind in kinds_to_choose()
        if kind.name in chosen or kind.concerns(person)
    ]


def parts_of(rows):
    """`rows` under their headings, in the order of the table; headings without rows are left out."""
    parts = {group: Part(group.label) for group in Group}
    for row in rows:
        parts[Group(row.kind.group)].rows.append(row)
    return [part for part in parts.values() if part.rows]


def chosen_in(data, rows):
    """{name of a kind: channel} as a form says it, of the `rows` it was shown; what is missing stays as it is."""
    said = {row.kind.name: data.get(row.field) for row in rows}
    return {row.kind.name: said[row.kind.name] for row in rows if said[row.kind.name] in row.kind.channels}


def pressed(press, rows):
    """{name of a kind: channel} after one of PRESSES; rows it says nothing about are left out."""
    return {row.kind.name: channel for row in rows if (channel := _channel_after(press, row.kind)) is not None}


def _channel_after(press, kind):
    if not kind.is_mailed:
        return None  # told in the portal alone: no mail to choose
    if press == "least":
        return without_letters(kind)
    if press == "now" or kind.is_digest:
        return Channel.NOW  # without the weekly letter nothing could come in it
    return Channel.DIGEST if Channel.DIGEST in kind.channels else None

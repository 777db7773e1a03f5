"""The choice of a level, as the pages of topics, boards and tags show it."""

from django.urls import reverse

from .models import Level
from .reader import reader_of


def levels_with(current):
    """The levels to choose from: {value, label, is_current}."""
    return [{"value": level.value, "label": level.label, "is_current": level == current} for level in Level]


def choice_of(person, *, board=None, tag=None):
    """What `person` chose for a board or a tag, with the levels to choose from; None for strangers."""
    if not person.is_authenticated:
        return None
    reader = reader_of(person)
    chosen = reader.on_boards.get(board.pk) if board else reader.on_tags.get(tag.pk)
    url = reverse("forums:watch_board", args=[board.slug]) if board else reverse("forums:watch_tag", args=[tag.slug])
    level = Level(chosen or Level.NORMAL)
    return {"url": url, "is_chosen": chosen is not None, "label": level.label, "levels": levels_with(level)}

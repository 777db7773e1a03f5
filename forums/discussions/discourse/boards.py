"""The old community's categories as boards: of categories a topic's file tells the number, never the name."""

import json

from django.db import transaction
from django.utils.translation import gettext as _

from forums.discussions.models import Board
from members.accounts.audience import Audience
from members.audit.log import record

from ..slugs import slug_of


class CannotName(Exception):
    """The file of names is not one."""


def names(path):
    """The board names in the JSON file `path`: {"10": "Support"}. Raises CannotName."""
    try:
        given = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise CannotName(f"The names of the boards cannot be read from {path} ({error}).") from error
    if not isinstance(given, dict) or not all(isinstance(name, str) and 0 < len(name) <= 80 for name in given.values()):
        raise CannotName(f'{path} should hold names of up to 80 characters by category, such as {{"10": "Support"}}.')
    return given


@transaction.atomic
def bring(source, categories, given):
    """The boards of `categories` (ids there), each made at its first topic and found again by its address.

    `given` names them by id; a board that is here keeps the name it has. Returns (category to Board, how many new).
    """
    boards, made = {}, 0
    for category in sorted(categories, key=lambda number: number or 0):
        boards[category], is_new = Board.objects.get_or_create(
            slug=slug_of(f"{source[:60]}-{category or 'topics'}"),
            defaults={"name": _name(category, given), "audience": Audience.EVERYONE},
        )
        if is_new:
            record("discussions.board_imported", boards[category], by=None, source=source)
            made += 1
    return boards, made


def _name(category, given):
    if category is None:
        return _("Without a category")
    return given.get(f"{category}") or _("Category %(number)s") % {"number": category}

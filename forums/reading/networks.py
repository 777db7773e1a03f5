"""The boards of a local network, on its page."""

from forums.discussions.models import Board
from members.networks import pieces


def boards_of(network, person):
    """Those that are for the network alone, and that `person` may see; None where there are none."""
    boards = list(Board.objects.visible_to(person).filter(group=network.group_id))
    return pieces.Piece("forums/reading/_boards_of_network.html", {"boards": boards}) if boards else None


def register():
    pieces.register("forums/reading/boards", of=boards_of, position=20)

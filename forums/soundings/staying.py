"""What came of a sounding board is read where those who gave their views agreed to it, and by no more people."""

from django.utils.translation import gettext as _

from forums.discussions.models.moving import ask_before

from .models import Synthesis


def register():
    ask_before(_why_it_stays)


def _why_it_stays(topic, board):
    synthesis = Synthesis.objects.filter(topic=topic.pk).select_related("board").first()
    if synthesis is None:
        return ""
    if board is None:
        return _("It tells what came of a sounding board, as those agreed who are in it. It stays a topic of its own.")
    if not board.is_within(synthesis.board):
        return _("Those whose views are in it agreed to “%(board)s”, which fewer people read.") % {
            "board": synthesis.board
        }
    return ""

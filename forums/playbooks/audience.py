"""Who can read a playbook, in words: those who may read every board behind it."""

from django.utils.translation import gettext as _

from forums.discussions.models import Board
from members.accounts.audience import NAMED, Audience

WIDTH = [Audience.EVERYONE, Audience.ACCOUNTS, Audience.MEMBERS]


def boards_behind(playbook):
    """The boards of the posts behind it."""
    from .models import Source

    sources = Source.objects.order_by().filter(passage__playbook=playbook, passage__removed_at=None)
    return list(Board.objects.filter(pk__in=sources.values("post__topic__board")).select_related("group"))


def audience_words(boards):
    """One or more sentences; the narrowest counts."""
    groups = sorted({str(board.group) for board in boards if board.audience in NAMED})
    if groups:
        return " ".join(_("Only people of “%(group)s” can read it.") % {"group": group} for group in groups)
    widths = [WIDTH.index(board.audience) for board in boards]
    return [
        _("Everyone can read it, also without signing in."),
        _("Everyone with an account can read it."),
        _("Members of CXPA can read it."),
    ][max(widths, default=0)]

"""What this room tells people, and why: the rows of the table in which they choose."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.mail import kinds
from members.mail.incoming.addresses import reply_address
from members.mail.kinds import BY_MAIL_AND_NOTICE, BY_NOTICE, Channel, Group

from .models.places import Reason


def register():
    kinds.register(
        "forums/reading/mentioned",
        label=_("Posts that call me by name"),
        reason=_("You get this because somebody called you by name."),
        group=Group.ANSWERS,
        channels=BY_MAIL_AND_NOTICE,
        quiet=True,
        is_news=True,
        strength=1,
        list_of=of_board,
        answerable=reply_address,
    )
    kinds.register(
        "forums/reading/posted",
        label=_("New posts where I take part, or asked to hear of every one"),
        burst=3_000,  # a lively hour on a board that hundreds follow
        reason=_("You get this because you asked to hear of every post there, or take part in it."),
        reasons={
            Reason.STARTED: _("You get this because you started this topic."),
            Reason.REPLIED: _("You get this because you replied in this topic."),
            Reason.CHOSE: _("You get this because you asked to hear of every post in this topic."),
            "board": _("You get this because you asked to hear of every post in “%(board)s”."),
            "tag": _("You get this because you asked to hear of every post with one of your tags."),
        },
        group=Group.FOLLOWED,
        channels=BY_MAIL_AND_NOTICE,
        quiet=True,
        is_news=True,
        list_of=of_board,
        answerable=reply_address,
    )
    kinds.register(
        "forums/reading/kept",
        label=_("Reminders of posts I kept"),
        reason=_("You get this because you asked to be reminded."),
        group=Group.FOLLOWED,
        channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
    )
    kinds.register(
        "forums/reading/thanked",
        label=_("Thanks for what I wrote"),
        reason=_("You are told because somebody thanked you."),
        group=Group.ANSWERS,
        channel=Channel.NOTICE,
        channels=BY_NOTICE,
    )
    kinds.register(
        "forums/reading/closed",
        label=_("What came of polls I answered or asked"),
        reason=_("You are told because you took part in a poll."),
        group=Group.FOLLOWED,
        channel=Channel.NOTICE,
        channels=BY_NOTICE,
    )


def of_board(context):
    """A list for each board, so that mail programs can sort by it."""
    slug = context.get("board_slug") or slugify(context.get("board", ""))
    return context.get("board", ""), f"{slug}.boards"

"""Topics begun meanwhile that a reader has not opened, and one question that nobody has answered."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.mail import ranking
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from ..models import LOUD, Level
from ..models.places import THING
from .mine import mine_of
from .said import of_board
from .talk import talk_for

MOST = 10  # of which those told before leave room for others
LIVELY = 3  # replies, from which on a topic is called much talked of


def new(readers, now):
    """Topics begun since the last digest, in boards the reader opens and elsewhere, the liveliest first."""
    talk, mine = talk_for(readers), mine_of(readers)
    return {reader.pk: list(_new_for(mine[reader.pk], talk, readers)) for reader in readers}


def _new_for(me, talk, readers):
    left = {True: MOST, False: MOST}  # by whether they open the board
    for topic in talk.begun:
        opens = not me.opens or topic.board_id in me.opens
        if left[opens] and _is_new(topic, me, talk):
            left[opens] -= 1
            about = (topic, talk, _opens(topic, me))
            # All who are told of it for this reason are told the same: made once for a batch.
            yield readers.once(("forums.new", topic.pk, about[-1]), lambda about=about: _item(*about))
        if not any(left.values()):
            return


def _is_new(topic, me, talk):
    if not me.reader.is_news(topic.created_at) or not me.can_see(topic) or me.began(topic):
        return False
    if me.place_in(topic).last_number or not me.unread(topic, talk.said.get(topic.pk, ())):
        return False
    # What they follow is told where it belongs.
    return me.level_of(topic, talk.tags.get(topic.pk, ())) == Level.NORMAL


def _item(topic, talk, why):
    thing = Thing(THING, topic.pk, 1)
    return Item(
        key=thing.key,
        headline=topic.title,
        url=topic.get_absolute_url(),
        detail=_begun(topic),
        why=(why,),
        words=talk.words_of(topic),
        lively=topic.reply_count,
        thing=thing,
        is_unread=True,
    )


def _opens(topic, me):
    if not me.opens:
        return Why(ranking.OPENS, _("So that you see what is talked of here."), *of_board(topic))
    if topic.board_id in me.opens:
        return Why(ranking.OPENS, _("You read the board “%(board)s”.") % {"board": topic.board}, *of_board(topic))
    said = _("Much talked of in “%(board)s”.") if topic.reply_count >= LIVELY else _("It began in “%(board)s”.")
    return Why(ranking.THERE, said % {"board": topic.board}, *of_board(topic))


def question(readers, now):
    """Questions nobody has answered, in boards where the reader may write: the newest of the last weeks."""
    talk, mine = talk_for(readers), mine_of(readers)
    found = {}
    for reader in readers:
        me = mine[reader.pk]
        waiting = (topic for topic in talk.waiting.values() if _waits_for(topic, me, talk))
        found[reader.pk] = [_question(topic) for topic, _count in zip(waiting, range(MOST), strict=False)]
    return found


def _waits_for(topic, me, talk):
    if not me.can_see(topic) or me.began(topic) or not topic.board.can_be_posted_to_by(me.reader.person):
        return False
    level = me.level_of(topic, talk.tags.get(topic.pk, ()))
    return level != Level.MUTED and not (level in LOUD and topic.pk in talk.topics)


def _question(topic):
    thing = Thing(THING, topic.pk, 1)  # told when it was new, it does not come again because it waits
    return Item(
        key=thing.key,
        headline=topic.title,
        url=topic.get_absolute_url(),
        detail=_("%(name)s asked in %(board)s; nobody has answered yet.") % {"name": topic.voice, "board": topic.board},
        why=(Why(ranking.WAITS, _("Nobody has answered this, and you may be the one who can."), *of_board(topic)),),
        thing=thing,
    )


def _begun(topic):
    about = {"name": topic.voice, "board": topic.board}
    began = _("%(name)s asked in %(board)s") if topic.is_question else _("%(name)s began it in %(board)s")
    if not topic.reply_count:
        return began % about
    replies = ngettext("%(count)d reply", "%(count)d replies", topic.reply_count) % {"count": topic.reply_count}
    return f"{began % about} · {replies}"

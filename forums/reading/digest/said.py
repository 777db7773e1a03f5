"""What others said in topics of a reader's own, and in those they follow."""

from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forums.discussions.markdown import shorten
from members.mail import ranking
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from ..models import LOUD, Level, Reason
from ..models.places import SAID, THING
from ..pages import post_url
from .mine import mine_of
from .talk import tag_names, talk_for

LONGEST_DETAIL = 140  # characters
MOST = 10  # of which those told before leave room for others
LONG_AGO = 45  # days, after which the month of a question says more than its day


def answers(readers, now):
    """What others wrote in topics of a reader's own."""
    # What they began without a name is told with what they follow: a letter must not say that it is theirs.
    talk, mine = talk_for(readers), mine_of(readers)
    own = {}
    for topic in talk.topics.values():
        if topic.author_id in readers.by_pk:
            own.setdefault(topic.author_id, []).append(topic)
    return {pk: _news_of(topics, mine[pk], readers, "answers", _asked) for pk, topics in own.items()}


def followed(readers, now):
    """What others wrote in topics a reader follows, by itself or with its board or a tag."""
    talk, mine, names = talk_for(readers), mine_of(readers), tag_names(readers)
    on_board, with_tag = {}, {}
    for topic in talk.topics.values():
        on_board.setdefault(topic.board_id, []).append(topic)
        for tag in talk.tags.get(topic.pk, ()):
            with_tag.setdefault(tag, []).append(topic)

    found = {}
    for reader in readers:
        me = mine[reader.pk]
        topics = {pk: talk.topics[pk] for pk, place in me.places.items() if place.level in LOUD and pk in talk.topics}
        for watched, where in [(me.on_boards, on_board), (me.on_tags, with_tag)]:
            for pk, level in watched.items():
                if level in LOUD:
                    topics |= {topic.pk: topic for topic in where.get(pk, ())}
        loud = [topic for topic in topics.values() if me.level_of(topic, talk.tags.get(topic.pk, ())) in LOUD]
        others = [topic for topic in loud if topic.author_id != reader.pk]

        if others:
            found[reader.pk] = _news_of(others, me, readers, "posts", lambda *about: _follows(*about, names))
    return found


def _news_of(topics, me, readers, word, why):
    """An Item of each of `topics` in which something is news, the most talked of first.

    Many readers are told the same of the same posts: such an Item is made once for a batch.
    """
    talk, fresh = talk_for(readers), []
    for topic in topics:
        if topic.pk in talk.said and me.can_see(topic) and me.place_in(topic).level != Level.MUTED:
            if me.level_of(topic, talk.tags.get(topic.pk, ())) == Level.MUTED:
                continue
            if posts := me.unread(topic, talk.said[topic.pk]):
                fresh.append((topic, posts))
    fresh.sort(key=lambda each: (-len(each[1]), -each[0].last_posted_at.timestamp(), -each[0].pk))
    lines = []
    for topic, posts in fresh[:MOST]:
        # To the first they have not read: the newest makes little sense before it.
        first = min(me.place_in(topic).last_number + 1, posts[-1].number)
        about = (topic, posts, first, word, why(topic, me, talk.tags.get(topic.pk, ())))
        same = ("forums.said", topic.pk, first, word, about[-1], *(post.pk for post in posts))
        lines.append(readers.once(same, lambda about=about: _item(*about)))
    return lines


def _item(topic, posts, first, word, why):
    last = posts[-1]
    about = {"name": last.voice, "topic": topic.title, "count": len(posts)}
    words = shorten(last.excerpt, LONGEST_DETAIL)
    if len(posts) == 1 and last.number == 1:
        headline = _("%(name)s began “%(topic)s”")
    elif len(posts) == 1:
        headline = _("%(name)s answered “%(topic)s”") if word == "answers" else _("%(name)s wrote in “%(topic)s”")
    else:
        headline = _many(word, len(posts))
        words = _("%(name)s: %(words)s") % {"name": last.voice, "words": words} if words else last.voice
    thing = Thing(THING, topic.pk, last.number)
    return Item(
        key=thing.key,
        headline=headline % about,
        url=post_url(topic, first),
        detail=words,
        why=(why,),
        words=sum(post.words for post in posts),
        lively=len({post.author_id for post in posts}) - 1,
        thing=thing,
        is_unread=True,
    )


def _many(word, count):
    if word == "answers":
        return ngettext("%(count)d new answer to “%(topic)s”", "%(count)d new answers to “%(topic)s”", count)
    return ngettext("%(count)d new post in “%(topic)s”", "%(count)d new posts in “%(topic)s”", count)


def _asked(topic, me, tags):
    """ "You asked about journey maps in March." """
    when = _since_when(topic.created_at, me.reader)
    tag = topic.tag_names[0] if topic.tag_names else ""
    if topic.is_question and tag:
        sentence = _("You asked about %(tag)s %(when)s.")
    elif topic.is_question:
        sentence = _("You asked this %(when)s.")
    else:
        sentence = _("You began this %(when)s.")
    return Why(ranking.ANSWERED, sentence % {"tag": tag, "when": when}, *_of_topic(topic))


def _since_when(moment, reader):
    """ "on 4 June", "in March", "in March 2025"."""
    local = timezone.localtime(moment, reader.zone)
    if (reader.until - moment).days <= LONG_AGO:
        return _("on %(day)s") % {"day": written(local, pgettext("day and month", "j F"))}
    pattern = "F" if local.year == timezone.localtime(reader.until, reader.zone).year else "F Y"
    return _("in %(month)s") % {"month": written(local, pattern)}


def _follows(topic, me, tags, names):
    """Why they hear of a topic: what they said of it, else its board or a tag."""
    place = me.place_in(topic)
    if place.reason in SAID:
        sentence = _("You took part in it.") if place.reason == Reason.REPLIED else _("You follow this topic.")
        return Why(ranking.FOLLOWS, sentence, *_of_topic(topic))
    if me.on_boards.get(topic.board_id) in LOUD:
        return Why(ranking.FOLLOWS, _("You follow the board “%(board)s”.") % {"board": topic.board}, *of_board(topic))
    tag = next(tag for tag in sorted(tags) if me.on_tags.get(tag) in LOUD)
    label = _("the tag “%(tag)s”") % {"tag": names[tag]}
    return Why(ranking.FOLLOWS, _("You follow “%(tag)s”.") % {"tag": names[tag]}, f"tag:{tag}", label)


def _of_topic(topic):
    return f"topic:{topic.pk}", _("the topic “%(topic)s”") % {"topic": shorten(topic.title, 80)}


def of_board(topic):
    """(code, label) of the board of a topic."""
    return f"board:{topic.board_id}", _("the board “%(board)s”") % {"board": topic.board}

"""What notices of the discussions say, in one sentence each."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMED = 2  # people named in a headline; the rest is a number


def names(voices):
    """ "Ann", "Ann and Eli", "Ann and 3 others" of [[id, name], …], the last one first."""
    if len(voices) <= NAMED:
        return get_text_list([name for _pk, name in voices], _("and"))
    others = len(voices) - 1
    more = ngettext("%(count)d other", "%(count)d others", others) % {"count": others}
    return get_text_list([voices[0][1], more], _("and"))


def posted(post, voices):
    if post.number == 1:
        return _("%(name)s began “%(topic)s” in %(board)s") % {
            "name": post.voice,
            "topic": post.topic,
            "board": post.topic.board,
        }
    return _("%(names)s replied in “%(topic)s”") % {"names": names(voices), "topic": post.topic}


def mentioned(post):
    return _("%(name)s called you into “%(topic)s”") % {"name": post.editor_voice, "topic": post.topic}


def thanked(post, voices):
    return _("%(names)s thanked you for your post in “%(topic)s”") % {"names": names(voices), "topic": post.topic}


def closed(poll):
    return _("The poll in “%(topic)s” is closed: see what came of it") % {"topic": poll.post.topic}


def kept(bookmark):
    if bookmark.note:
        return _("You wanted to come back to “%(topic)s”: %(note)s") % {
            "topic": bookmark.post.topic,
            "note": bookmark.note,
        }
    return _("You wanted to come back to what %(name)s wrote in “%(topic)s”") % {
        "name": bookmark.post.voice,
        "topic": bookmark.post.topic,
    }

"""What notices of questions say, in one sentence each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forums.reading.headlines import names

from .models import Outcome

ONE = {
    Outcome.WORKED: gettext_lazy("%(name)s says that your answer in “%(topic)s” worked"),
    Outcome.PARTLY: gettext_lazy("%(name)s says that your answer in “%(topic)s” worked in part"),
    Outcome.NOT: gettext_lazy("%(name)s says that your answer in “%(topic)s” did not work for them"),
}


def helped_you(acceptance):
    return _("Your answer helped: %(name)s marked it in “%(topic)s”") % {
        "name": said_by(acceptance),
        "topic": acceptance.topic,
    }


def helped(topic, voices):
    return _("What %(names)s wrote answered “%(topic)s”") % {"names": names(voices), "topic": topic}


def came_of_it(outcome, voices):
    about = {"topic": outcome.post.topic, "names": names(voices)}
    if len(voices) == 1:
        return str(ONE[outcome.kind]) % (about | {"name": outcome.voice})
    return _("%(names)s told what came of your answer in “%(topic)s”") % about


def what_came(follow_ups):
    topic = follow_ups[0].acceptance.topic
    return ngettext(
        "An answer helped you with “%(topic)s”: what came of it?",
        "%(count)d answers helped you with “%(topic)s”: what came of them?",
        len(follow_ups),
    ) % {"topic": topic, "count": len(follow_ups)}


def said_by(acceptance):
    """Who said so, in words; who asked is called as their question is."""
    topic = acceptance.topic
    return topic.voice if acceptance.by_id == topic.author_id else str(acceptance.by)

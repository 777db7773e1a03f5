"""Who hears of what a moderator did to a topic: whoever began it, and those whose posts went elsewhere.

Without the moderator's name, and with their reason. Who may not read the new place is told so, and nothing of it.
"""

from django.contrib.auth import get_user_model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forums.discussions.models import Behind, MovedPost
from forums.reading.hearing import readers_of
from forums.reading.models.places import THING
from members.mail.notices import tell_many

KIND = "forums/moderation/moved"


def moved(act):
    """Whoever began it."""
    topic, words = act.topic, {"title": _title(act.topic), "reason": _reason(act), "board": act.board}
    told = _("A moderator moved “%(title)s” to the board “%(board)s”: %(reason)s") % words
    unseen = _("A moderator moved “%(title)s” to a board that you do not read: %(reason)s") % words
    _tell(act, topic.posts.filter(number=1), topic, told, unseen)


def split(act):
    """Whoever wrote the posts that went."""
    words = {"title": _title(act.topic), "other": _title(act.other), "reason": _reason(act)}
    went = MovedPost.objects.filter(topic=act.topic, number__in=act.numbers).values("post")
    told = _("A moderator moved what you wrote in “%(title)s” to “%(other)s”: %(reason)s") % words
    unseen = _("A moderator moved what you wrote in “%(title)s” to a place that you do not read: %(reason)s") % words
    _tell(act, act.other.posts.filter(pk__in=went), act.other, told, unseen)


def merged(act):
    """Whoever began it, and all who wrote in it."""
    words = {"title": _title(act.topic), "other": _title(act.other), "reason": _reason(act)}
    went = MovedPost.objects.filter(topic=act.topic).values("post")
    told = _("A moderator made “%(title)s” a part of “%(other)s”: %(reason)s") % words
    unseen = _("A moderator made “%(title)s” a part of a topic that you do not read: %(reason)s") % words
    _tell(act, act.other.posts.filter(pk__in=went), act.other, told, unseen)


def locked(act):
    """Whoever began it; everyone else reads it below the posts."""
    told = _("A moderator closed “%(title)s”: %(reason)s") % {"title": _title(act.topic), "reason": _reason(act)}
    _tell(act, act.topic.posts.filter(number=1), act.topic, told, told)


def slowed(act):
    words = {"title": _title(act.topic), "pace": act.topic.pace, "reason": _reason(act)}
    told = _("“%(title)s” goes slowly for a while, %(pace)s: %(reason)s") % words
    _tell(act, act.topic.posts.filter(number=1), act.topic, told, told)


def _tell(act, posts, topic, told, unseen):
    """The writers of `posts` hear it: those who read `topic` with the way there, the others without."""
    named, nameless = _writers_of(posts)
    for people, is_private in [(named, False), (nameless, True)]:
        people = {person.pk: person for person in people if person.pk != act.by_id}
        reads = set(readers_of(topic).filter(pk__in=people).values_list("pk", flat=True))
        key = f"act:{act.pk}" + (":nameless" if is_private else "")
        about = {"thing": THING, "thing_id": topic.pk, **_range(posts)}
        here = [person for pk, person in people.items() if pk in reads]
        tell_many(here, KIND, headline=told, url=_url(posts, topic), key=key, is_private=is_private, **about)
        gone = [person for pk, person in people.items() if pk not in reads]
        tell_many(gone, KIND, headline=unseen, url="/discussions/", key=key, is_private=is_private)


def _writers_of(posts):
    """The active people who wrote `posts` by name, and those who did without one: never to be shown."""
    by_name = posts.filter(speaks_as="", kind="post").values("author")
    named = list(get_user_model().objects.active().filter(pk__in=by_name))
    hidden = [Behind.person_of(post) for post in posts.filter(kind="post").exclude(speaks_as="").only("speaks_as")]
    return named, [person for person in hidden if person is not None and person.is_active]


def _range(posts):
    numbers = sorted(posts.values_list("number", flat=True))
    return {"first_number": numbers[0], "last_number": numbers[-1]} if numbers else {}


def _url(posts, topic):
    first = posts.order_by("number").first()
    return first.get_absolute_url() if first else topic.get_absolute_url()


def _title(topic):
    return Truncator(topic.title).chars(70)


def _reason(act):
    return Truncator(act.reason).chars(90)

"""The filters of this room: where, of what kind, by whom, and when."""

import re
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import Post, Tag, Tagging, Topic
from .filters import Meaning, Mistake, closest, register, register_state, states

MOST_PEOPLE = 20  # who share a name
DAY = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
KINDS = {
    "question": gettext_lazy("questions"),
    "discussion": gettext_lazy("discussions"),
    "practice": gettext_lazy("stories of practice"),
    "failure": gettext_lazy("stories of failure"),
    "announcement": gettext_lazy("announcements"),
    "poll": gettext_lazy("polls"),
}
PLACES = {
    "title": gettext_lazy("with these words in the title"),
    "first": gettext_lazy("in what opened the topic"),
}


def in_place(value, asking):
    """`in:title` is met by the query itself, see `matching.py`."""
    place = value.lower()
    if place not in PLACES:
        known = get_text_list([f"in:{name}" for name in PLACES], _("or"))
        sentence = _("There is no place called “%(value)s” to look in. There is %(known)s.")
        raise Mistake(sentence % {"value": value, "known": known}, closest(value, PLACES))
    return Meaning(Q(number=1), str(PLACES[place]), of_posts=True)


def on_board(value, asking):
    """A board by its address or its name."""
    wanted = slugify(value)
    found = [board for board in asking.boards if board.slug == wanted or slugify(board.name) == wanted]
    if not found:
        names = {name: board for board in asking.boards for name in (board.slug, board.name.lower())}
        meant = closest(value, names)
        sentence = _("There is no board called “%(value)s” that you can read.") % {"value": value}
        raise Mistake(sentence, names[meant].slug if meant else "")
    words = _("on the board “%(board)s”") % {"board": found[0].name}
    return Meaning(Q(topic__board__in=[board.pk for board in found]), words)


def tagged(value, asking):
    """A tag, or a synonym of one, that stands on some topic they may read."""
    name = value.lower().lstrip("#")
    topics = Topic.objects.visible_to(asking.person, boards=[board.pk for board in asking.boards])
    seen = Exists(Tagging.objects.filter(tag=OuterRef("pk"), topic__in=topics))
    tag = Tag.objects.filter(Q(name=name) | Q(slug=slugify(name))).select_related("synonym_of").first()
    tag = tag and (tag.synonym_of or tag)
    if tag is None or not Tag.objects.filter(seen, pk=tag.pk).exists():
        alike = Tag.objects.filter(seen, synonym_of=None, name__trigram_similar=name)
        near = alike.annotate(alike=TrigramSimilarity("name", name)).order_by("-alike", "-topic_count").first()
        sentence = _("No topic you can read carries the tag “%(value)s”.") % {"value": value}
        raise Mistake(sentence, near.name if near else "")
    tagging = Tagging.objects.filter(topic=OuterRef("topic"), tag=tag)
    return Meaning(Q(Exists(tagging)), _("tagged “%(tag)s”") % {"tag": tag.name})


def of_kind(value, asking):
    kind = value.lower().rstrip("s") if value.lower() not in KINDS else value.lower()
    if kind in ("story", "storie"):
        return Meaning(Q(topic__kind__in=[Topic.PRACTICE, Topic.FAILURE]), _("in stories"))
    if kind not in KINDS:
        known = get_text_list([f"kind:{name}" for name in KINDS], _("or"))
        sentence = _("There is no kind of topic called “%(value)s”. There is %(known)s.")
        raise Mistake(sentence % {"value": value, "known": known}, closest(value, KINDS))
    return Meaning(Q(topic__kind=kind), _("in %(kinds)s") % {"kinds": KINDS[kind]})


def written_by(value, asking):
    """Somebody by handle or name, of those whose posts this person may read; “me” is who asks."""
    if value.lower() == "me" and asking.person.is_authenticated:
        return Meaning(Q(author=asking.person.pk), _("by you"), of_posts=True)
    people = get_user_model().objects.all()
    topics = Topic.objects.visible_to(asking.person, boards=[board.pk for board in asking.boards])
    seen = Exists(Post.objects.spoken().filter(author=OuterRef("pk"), topic__in=topics))
    handle = value.lower().lstrip("@")
    by_handle = Q(handle=handle)
    named = by_handle if value.startswith("@") else by_handle | Q(name__unaccent__iexact=value)
    found = list(people.filter(named).filter(seen).order_by("pk")[:MOST_PEOPLE])
    if not found and not value.startswith("@") and len(value) > 2:
        part = people.filter(name__unaccent__icontains=value).filter(seen)
        found = list(part.order_by("name", "pk")[:MOST_PEOPLE])
    if not found:
        alike = people.filter(Q(name__trigram_similar=value) | Q(handle__trigram_similar=handle)).filter(seen)
        near = alike.annotate(alike=TrigramSimilarity("name", value)).order_by("-alike", "pk").first()
        sentence = _("Nobody called “%(value)s” has written where you can read.") % {"value": value}
        raise Mistake(sentence, near.name if near else "")
    names = get_text_list(list(dict.fromkeys(str(person) for person in found))[:3], _("or"))
    return Meaning(Q(author__in=[person.pk for person in found]), _("by %(names)s") % {"names": names}, of_posts=True)


def before(value, asking):
    day = _moment(value, "before")
    words = _("before %(day)s") % {"day": _in_words(day, value)}
    return Meaning(Q(created_at__lt=day), words, of_posts=True)


def after(value, asking):
    day = _moment(value, "after")
    words = _("from %(day)s on") % {"day": _in_words(day, value)}
    return Meaning(Q(created_at__gte=day), words, of_posts=True)


def in_state(value, asking):
    if value.lower() not in states():
        known = get_text_list([f"is:{name}" for name in states()], _("or"))
        sentence = _("“is:%(value)s” is not known. There is %(known)s.") % {"value": value, "known": known}
        raise Mistake(sentence, closest(value, states()))
    condition, words = states()[value.lower()]
    return Meaning(condition(asking) if callable(condition) else condition, str(words))


def _moment(value, name):
    """The first moment of a day, month or year on the reader's clock."""
    found = DAY.match(value)
    try:
        year, month, day = (int(part or 1) for part in found.groups())
        return datetime(year, month, day, tzinfo=timezone.get_current_timezone())
    except (AttributeError, ValueError, OverflowError):
        sentence = _("“%(value)s” is no day. A day is written %(name)s:2026-03-14, a month %(name)s:2026-03.")
        raise Mistake(sentence % {"value": value, "name": name}) from None


def _in_words(moment, value):
    return date_format(moment, {0: "Y", 1: "F Y", 2: "j F Y"}[value.count("-")])


def _mine(asking):
    return Q(topic__author=asking.person.pk) if asking.person.is_authenticated else Q(pk__in=[])


def add():
    """Make them known; asked for by the AppConfig."""
    register("in", in_place, label=gettext_lazy("only in titles, or in what opened a topic"), example="title")
    register("board", on_board, label=gettext_lazy("only on this board"), example="retail")
    register("tag", tagged, label=gettext_lazy("only topics with this tag"), example="churn")
    register("kind", of_kind, label=gettext_lazy("only topics of this kind"), example="question")
    register("author", written_by, label=gettext_lazy("only what this person wrote"), example="@ann-okafor")
    register("is", in_state, label=gettext_lazy("only topics that stand so"), example="unanswered")
    register("after", after, label=gettext_lazy("only what was written from then on"), example="2026-03")
    register("before", before, label=gettext_lazy("only what was written before"), example="2026-03-14")
    question = Q(topic__kind=Topic.QUESTION)
    waits = question & Q(topic__post_count__lte=1, topic__closed_at=None)
    register_state("unanswered", waits, words=gettext_lazy("in questions without an answer"))
    register_state("answered", question & Q(topic__post_count__gt=1), words=gettext_lazy("in questions with an answer"))
    register_state("open", Q(topic__closed_at=None), words=pgettext_lazy("posts", "in open topics"))
    register_state("closed", Q(topic__closed_at__isnull=False), words=gettext_lazy("in closed topics"))
    register_state("mine", _mine, words=gettext_lazy("in topics you started"))

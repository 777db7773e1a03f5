"""Who hears of a question that was put to an expert: the expert, whoever asked, and in the end everybody who could
answer."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forums.discussions.models import Behind
from forums.reading.models.places import THING
from members.mail.notices import tell_many
from members.mail.outbox import send
from members.mail.sights import Thing

from . import matching
from .models.capacities import zone_of

MOST = 10  # people who are asked in place of one


def asked(referral, passed_by=None):
    """The expert hears of it, here and by mail."""
    topic, expert = referral.topic, referral.expert
    about = {"name": topic.voice, "topic": topic, "passer": passed_by}
    headline = (
        _("%(passer)s passed a question on to you: “%(topic)s”") if passed_by else _("%(name)s asks you: “%(topic)s”")
    )
    _tell(referral, [expert], "asked", headline % about)
    first = topic.posts.get(number=1)
    send(
        "forums/experts/asked",
        to=expert,
        key=f"referral:{referral.pk}",
        about=Thing(THING, topic.pk, 1),
        asker=topic.voice,
        passed_by=str(passed_by or ""),
        topic=str(topic),
        subject=str(referral.expertise.subject),
        excerpt=first.excerpt,
        due=date_format(timezone.localtime(referral.due_at, zone_of(expert)), "l j F"),
        url=topic.get_absolute_url(),
        passing_url=reverse("experts:passing", args=[referral.pk]),
    )


def passed(referral, other):
    """Whoever asked hears to whom it went."""
    words = _("%(name)s passed “%(topic)s” on to %(other)s")
    about = {"name": referral.expert, "topic": referral.topic, "other": other.expert}
    _tell_asker(referral, "passed", words % about)


def declined(referral, asked):
    """Whoever asked hears why not, and what happens now."""
    words = _("%(name)s cannot take “%(topic)s”: %(words)s")
    if asked:
        words = _("%(name)s cannot take “%(topic)s”; others who know the subject are asked now. %(words)s")
    about = {"name": referral.expert, "topic": referral.topic, "words": referral.words}
    _tell_asker(referral, "declined", words % about)


def opened(referral, asked):
    """Whoever asked hears that others are asked now; of a question somebody answered meanwhile there is no news."""
    if asked:
        words = _("%(name)s has not come to “%(topic)s” yet; others who know the subject are asked now")
        about = {"name": referral.expert, "topic": referral.topic}
        _tell_asker(referral, "opened", words % about)


def put_to_everybody(referral):
    """Tell those who could answer, where nobody has yet; returns how many."""
    topic = referral.topic
    if not topic.is_unanswered or topic.hidden_at:
        return 0
    before = set(topic.referrals.values_list("expertise__person", flat=True))
    people = [person for person in matching.people_for(topic, most=MOST + len(before)) if person.pk not in before]
    words = _("Nobody has answered “%(topic)s” yet, and you know about %(subject)s")
    headline = words % {"topic": topic, "subject": referral.expertise.subject}
    _tell(referral, people[:MOST], "everybody", headline)
    return len(people[:MOST])


def asker_of(topic):
    """Whoever asked, as a list; also where they asked without their name."""
    asker = Behind.person_of(topic.posts.get(number=1)) if topic.is_nameless else topic.author
    return [asker] if asker else []


def _tell_asker(referral, what, headline):
    """The notice of somebody who asked without their name is not among what staff look at."""
    topic = referral.topic
    _tell(referral, asker_of(topic), what, headline, is_private=topic.is_nameless)


def _tell(referral, people, what, headline, is_private=False):
    tell_many(
        people,
        f"forums/experts/{what}",
        headline=headline,
        url=referral.topic.get_absolute_url(),
        key=f"referral:{referral.pk}:{what}",
        is_private=is_private,
        **{"thing": THING, "thing_id": referral.topic_id, "first_number": 1, "last_number": 1},
    )

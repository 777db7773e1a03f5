"""Who is told that a question waits, rung by rung: chosen at the moment of telling, each of them once a question."""

from django.contrib.auth import get_user_model
from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forums.experts import matching
from forums.reading.hearing import readers_of
from forums.reading.models.places import THING
from members.mail.notices import tell_many
from members.mail.outbox import send
from members.mail.rounds import zone_of
from members.mail.sights import Thing

from ..models.desk import DeskVolunteer
from ..models.promises import Rung, Told

COULD_ANSWER, DESK, LATE = (f"forums/questions/{word}" for word in ["could_answer", "desk", "late"])
KINDS = {Rung.MEMBERS: COULD_ANSWER, Rung.DESK: DESK, Rung.STAFF: LATE}
MOST_ASKED = 10  # members who are asked about one question
MOST_A_WEEK = 3  # questions one member is asked about in seven days, unless they sit at the desk
MOST_AT_THE_DESK = 12  # volunteers who are told of one question: those who waited longest for one
PERMISSION = "questions.change_promise"


def tell(promise, rung, *, now):
    """Tell those of `rung`; returns the people. The caller holds the promise's lock."""
    people = {Rung.MEMBERS: members_for, Rung.DESK: volunteers_for, Rung.STAFF: staff_for}[rung](promise, now)
    if not people:
        return []
    topic = promise.topic
    # Of a question without a name staff do not see who heard: whoever is missing there may have asked it.
    private = topic.has_nameless
    about = {"thing": THING, "thing_id": topic.pk, "first_number": 1, "last_number": 1, "is_private": private}
    key = f"promise:{topic.pk}:{rung}"
    url = _url(promise, rung)
    tell_many(people, KINDS[rung], headline=_headline(topic, rung), url=url, key=key, **about)
    for person in people:
        send(
            KINDS[rung],
            to=person,
            key=key,
            about=Thing(THING, topic.pk, 1),
            topic=str(topic),
            asker=topic.voice,
            board=str(topic.board),
            excerpt=topic.excerpt,
            until=_moment_for(person, promise.until),
            url=url,
            private=private,
        )
    Told.objects.bulk_create(
        (Told(promise=promise, person=person, rung=rung, at=now) for person in people), ignore_conflicts=True
    )
    return people


def members_for(promise, now):
    """Members who know the subject, without those who were asked about enough questions this week.

    Their rows are locked first, so that two questions at once do not ask one of them too often.
    """
    found = matching.people_for(promise.topic, most=MOST_ASKED * 5)
    pks = [person.pk for person in found]
    list(get_user_model().objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values("pk"))
    lately = Told.lately(now).filter(person__in=pks, rung=Rung.MEMBERS).values("person")
    busy = set(lately.annotate(times=Count("pk")).filter(times__gte=MOST_A_WEEK).values_list("person", flat=True))
    told = _told(promise)
    return [person for person in found if person.pk not in busy | told][:MOST_ASKED]


def volunteers_for(promise, now):
    """The answer desk: who sits there for this subject, or for all, and may answer; who was told longest ago first."""
    topic = promise.topic
    subjects = matching.subjects_of(topic)
    at_the_desk = DeskVolunteer.objects.at_the_desk(now).filter(
        Q(subjects=None) | Q(subjects__in=subjects) if subjects else Q()
    )
    people = matching.free_to_answer(topic).filter(desk_place__in=at_the_desk.values("pk"))
    people = people.exclude(pk__in=_told(promise)).select_related("desk_place")
    last = Max("asked_to_answer__at", filter=Q(asked_to_answer__rung=Rung.DESK))
    people = people.annotate(last_told=last).order_by(F("last_told").asc(nulls_first=True), "pk")
    return [person for person in people if not person.desk_place.is_away][:MOST_AT_THE_DESK]


def staff_for(promise, now):
    """Staff who may change promises, and can read the question."""
    room, _dot, codename = PERMISSION.partition(".")
    told = {"codename": codename, "content_type__app_label": room}
    own = Q(**{f"user_permissions__{name}": value for name, value in told.items()})
    theirs = Q(**{f"groups__permissions__{name}": value for name, value in told.items()})
    staff = readers_of(promise.topic).filter(Q(is_superuser=True) | own | theirs, is_staff=True)
    return list(staff.distinct().order_by("pk"))


def _told(promise):
    return set(promise.tellings.values_list("person", flat=True))


def _url(promise, rung):
    return reverse("questions:desk") if rung == Rung.DESK else promise.topic.get_absolute_url()


def _headline(topic, rung):
    words = {
        Rung.MEMBERS: _("“%(topic)s” has waited a day, and you know the subject"),
        Rung.DESK: _("“%(topic)s” came to the answer desk"),
        Rung.STAFF: _("“%(topic)s” has had no answer in the 48 hours we promise"),
    }
    return words[rung] % {"topic": topic}


def _moment_for(person, at):
    """A moment in words, by the clock of `person`."""
    local = timezone.localtime(at, zone_of(person))
    return written(local, pgettext("moment in a letter", "l j F, H:i"))

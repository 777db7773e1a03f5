"""What is next for one person, at most one thing a floor: what they belong to, where they meet, what they earn."""

from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.framework.steps import HELD, UNDER_WAY, step_for
from events.programme.models import Event
from events.registration.models import Registration
from events.registration.places import places_of
from members.membership.models import standing_of
from members.progress.models import Draft


@dataclass
class Next:
    floor: str  # "Events": where this comes from, as the top bar calls it
    headline: str
    url: str
    detail: str = ""


def nexts_for(person):
    """A Next per floor that has one, the most pressing floor first."""
    found = [_drafts(person), _membership(person), _event(person), _certification(person)]
    return [each for each in found if each is not None]


def _drafts(person):
    """What they began to write and have not sent."""
    count = Draft.objects.of(person).count()
    if not count:
        return None
    headline = ngettext("A draft waits for you", "%(count)d drafts wait for you", count) % {"count": count}
    return Next(_("Your drafts"), headline, reverse("progress:drafts"))


def _membership(person):
    """Only when there is something for them to do."""
    standing = standing_of(person)
    if not standing.is_due:
        return None
    return Next(_("Membership"), standing.action, standing.url, standing.sentence)


def _event(person):
    """Where they have a place next; else one event near them or online that has room."""
    mine = Registration.objects.of(person).active().filter(event__cancelled_at=None).upcoming().for_listing().first()
    if mine is not None:
        headline = _("You wait for a place: %(event)s") if mine.is_waiting else _("You have a place: %(event)s")
        return Next(_("Events"), headline % {"event": mine.event}, mine.get_absolute_url(), _when_and_where(mine.event))
    near = _near(person)
    if near is None:
        return None
    return Next(
        _("Events"),
        _("You could come: %(event)s") % {"event": near},
        near.get_absolute_url(),
        " · ".join(part for part in [_when_and_where(near), places_of([near])[near.pk].sentence] if part),
    )


def _near(person):
    """The next event in the person's country, else the next online, that one registers for here."""
    rank = Case(When(country=person.country or "-", kind__in=["in_person", "hybrid"], then=Value(0)), default=Value(1))
    possible = Event.objects.published().visible_to(person).going_ahead().filter(external_url="")
    possible = possible.filter(starts_at__gt=timezone.now()).annotate(rank=rank)
    near_or_online = possible.exclude(rank=1, kind=Event.IN_PERSON)
    return near_or_online.for_listing().order_by("rank", "starts_at", "id").first()


def _certification(person):
    """Where their application, their sitting or their credential asks for the next step."""
    step = step_for(person)
    is_at_rest = step.position == HELD  # they hold it, and nothing of it is due
    if step.position < UNDER_WAY or is_at_rest:
        return None
    return Next(_("Certification"), step.label, step.url, step.sentence)


def _when_and_where(event):
    zone = timezone.get_current_timezone()
    return f"{event.when_in(zone)} · {event.where}"

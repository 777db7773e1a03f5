"""Who can take a place at an event, and the sentence for who cannot."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from members.accounts.audience import NAMED, audiences_of


def refusal(event, person, now):
    """Why `person` cannot take a place at `event`, in a sentence; empty when they can. At most one query."""
    if not event.is_published:
        return _("This event is not published yet.")
    if event.is_cancelled:
        return _("This event is cancelled.")
    if event.ends_at <= now:
        return _("This event is over.")
    if not event.registers_here:
        return _("Places at this event are given by its organiser, on their own site.")
    if event.open_to not in audiences_of(person):
        return _("Places at this event are for members of CXPA.")
    if event.audience in NAMED and not may_register(event).filter(pk=person.pk).exists():
        return _("Places at this event are for the group it is for.")
    return ""


def may_register(event):
    """Everyone who may take a place at `event`."""
    people = get_user_model().objects.active().in_audience(event.open_to)
    return people.in_audience(event.audience, event.group_id)


def may_run(event, person):
    """Whether `person` stands at the door of `event`: its host, and staff who answer for registrations."""
    if not person.is_authenticated or not person.is_active:
        return False
    return person.pk == event.host_id or (person.is_staff and person.has_perm("registration.change_registration"))

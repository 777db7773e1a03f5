"""What happens to an event happens to its registrations, in the same transaction."""

from django.dispatch import receiver
from django.utils import timezone

from events.programme.models import Event
from events.programme.signals import capacity_raised, event_cancelled, event_moved

from . import letters
from .models import Registration, Reminder


@receiver(capacity_raised, sender=Event, dispatch_uid="registration.fill_new_places")
def fill_new_places(sender, event, by, **kwargs):
    Registration.fill(event, by=by)


@receiver(event_moved, sender=Event, dispatch_uid="registration.tell_of_move")
def tell_of_move(sender, event, by, was, **kwargs):
    """A letter for everyone who comes or waits, unless the event is over."""
    now = timezone.now()
    if event.ends_at <= now:
        return
    concerned = _concerned(event)
    for registration in concerned:
        letters.moved(registration, was=was)
    Reminder.spare([each for each in concerned if each.is_confirmed], now=now)


@receiver(event_cancelled, sender=Event, dispatch_uid="registration.tell_of_cancellation")
def tell_of_cancellation(sender, event, by, **kwargs):
    if event.ends_at <= timezone.now():
        return
    for registration in _concerned(event):
        letters.cancelled(registration)


def _concerned(event):
    """Who comes or waits, with the event as the sender holds it: nothing is read twice."""
    found = list(Registration.objects.active().filter(event=event).select_related("person").order_by("id"))
    for registration in found:
        registration.event = event
    return found

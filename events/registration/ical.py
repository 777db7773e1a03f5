"""Registrations as calendar entries: with the way in, for their person alone.

The way in is the portal's own address and not the host's link: it counts who came, leads on to another meeting when
the host changes it, and is of no use to anyone the entry is forwarded to.
"""

from email.mime.text import MIMEText

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.programme import ical


def entry(registration):
    """The text of a calendar with this place, for its person to add."""
    return ical.calendar([_item(registration)], method=ical.PUBLISH)


def letter(registration, method):
    """The same for a letter: REQUEST puts or changes the entry in their calendar, CANCEL takes it out."""
    item = _item(registration, attendee=registration.person)
    if method == ical.CANCEL:
        item["status"] = "CANCELLED"
    # A place given up and taken again has one SEQUENCE, that of the event: the later letter rules by its stamp.
    del item["dtstamp"]
    item.add("dtstamp", timezone.now().replace(microsecond=0))
    return ical.calendar([item], method=method).decode()


def feed(person, registrations):
    """The text of a calendar of all these registrations of `person`."""
    return ical.calendar(
        (_item(each) for each in registrations), name=_("%(name)s: CXPA events") % {"name": person.first_name}
    )


def attach(context):
    """The calendar entry that a letter's `context` holds, as a MIME part; nothing where there is none."""
    calendar = context.get("calendar")
    if not calendar:
        return []
    part = MIMEText(calendar["text"], "calendar", "utf-8")
    part.set_param("method", calendar["method"])
    part.add_header("Content-Disposition", "attachment", filename="event.ics")
    return [part]


def _item(registration, attendee=None):
    event = registration.event
    has_way_in = registration.is_confirmed and event.has_online_part
    join_url = settings.PORTAL_URL + reverse("events:join", args=[event.pk]) if has_way_in else ""
    note = _("You are on the waitlist: this is not yours yet.") if registration.is_waiting else ""
    item = ical.entry(event, join_url=join_url, note=note, attendee=attendee)
    if registration.is_waiting:
        item["status"] = "TENTATIVE"
    return item

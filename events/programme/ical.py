"""Events as iCalendar (RFC 5545), for feeds, single entries and letters.

One event has one UID wherever it appears, so that a calendar that meets it twice (in a feed, in a letter) keeps one
entry; a higher SEQUENCE replaces it. The join link stands only where the caller passes it: never in what is public.
"""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from forums.discussions.markdown import plain_text, shorten

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
LONGEST_DESCRIPTION = 1200


def uid_of(event):
    """The UID that names `event` in every calendar, for good."""
    return f"event-{event.pk}@{urlsplit(settings.PORTAL_URL).hostname}"


def entry(event, *, join_url="", note="", attendee=None):
    """A VEVENT of `event`, or of one person's place at it.

    `join_url` goes to those who have a place; `note` is a line of text put first; `attendee` a Person the entry is
    for, named as such (with METHOD REQUEST or CANCEL a calendar then treats it as an invitation).
    """
    item = Event()
    item.add("uid", uid_of(event))
    item.add("sequence", event.sequence)
    item.add("dtstamp", event.changed_at.replace(microsecond=0))
    item.add("last-modified", event.changed_at.replace(microsecond=0))
    item.add("summary", event.title)
    _add_times(item, event)
    item.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.is_cancelled or event.is_all_day:
        item.add("transp", "TRANSPARENT")  # nobody is busy for whole days of a conference they only note down
    item.add("location", _location(event, join_url))
    item.add("description", _description(event, join_url, note))
    item.add("url", page_url(event))
    if event.latitude is not None and not event.is_online:
        item.add("geo", (event.latitude, event.longitude))
    if attendee is not None:
        item.add("organizer", _address(_portal_address(), event.hosted_by or settings.PORTAL_NAME))
        item.add("attendee", _attendee(attendee))
    return item


def calendar(entries, *, method=None, name=""):
    """The text (bytes) of a calendar of `entries`, with the zones they need.

    `method` is PUBLISH, REQUEST or CANCEL in a letter, nothing in a feed; `name` is what a subscribed feed is called.
    """
    whole = Calendar()
    whole.add("prodid", "-//CXPA//CXPA Community//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if method:
        whole.add("method", method)
    if name:
        whole.add("name", name)
        whole.add("x-wr-calname", name)
        whole.add("refresh-interval", timedelta(hours=6))
        whole["refresh-interval"].params["VALUE"] = "DURATION"
        whole.add("x-published-ttl", vText("PT6H"))
    years = {}
    for item in entries:
        whole.add_component(item)
        for moment in (item["dtstart"].dt, item["dtend"].dt):
            if getattr(moment, "tzinfo", None) is not None and str(moment.tzinfo) != "UTC":
                years.setdefault(moment.tzinfo, set()).add(moment.year)
    # RFC 5545 wants each zone defined; they stand before what refers to them.
    zones = [
        _zone(zone, min(found), max(found)) for zone, found in sorted(years.items(), key=lambda each: str(each[0]))
    ]
    whole.subcomponents[:0] = zones
    return whole.to_ical()


def page_url(event):
    """The address of the event's page, for use outside the portal."""
    return settings.PORTAL_URL + event.get_absolute_url()


def _add_times(item, event):
    if event.is_all_day:
        item.add("dtstart", event.first_day)
        item.add("dtend", event.last_day + timedelta(days=1))
    else:
        item.add("dtstart", timezone.localtime(event.starts_at, event.zone))
        item.add("dtend", timezone.localtime(event.ends_at, event.zone))


@lru_cache(maxsize=512)
def _zone(zone, first_year, last_year):
    """The VTIMEZONE of `zone` for these years, a year wider on both sides."""
    return Timezone.from_tzinfo(
        zone, first_date=_new_year(first_year - 1), last_date=_new_year(last_year + 2), tzid=str(zone)
    )


def _new_year(year):
    return timezone.localdate().replace(year=year, month=1, day=1)


def _location(event, join_url):
    if event.is_online:
        return join_url or _("Online")
    return ", ".join(str(part) for part in [event.venue, event.address, event.city, event.country.name] if part)


def _description(event, join_url, note):
    parts = [note, _("Cancelled: %(reason)s") % {"reason": event.cancelled_reason} if event.is_cancelled else ""]
    parts.append(_("Join here: %(url)s") % {"url": join_url} if join_url and not event.is_cancelled else "")
    parts += [event.summary, shorten(plain_text(event.description_html), LONGEST_DESCRIPTION)]
    parts.append(_("Getting in: %(access)s") % {"access": event.access} if event.access else "")
    parts.append(_("Organiser's page: %(url)s") % {"url": event.external_url} if event.external_url else "")
    parts.append(page_url(event))
    return "\n\n".join(part for part in parts if part)


def _portal_address():
    """The bare address that letters come from."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")


def _address(email, name):
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(person):
    address = _address(person.email, person.name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("ACCEPTED")
    address.params["RSVP"] = vText("FALSE")
    return address


__all__ = ["CANCEL", "PUBLISH", "REQUEST", "calendar", "entry", "page_url", "uid_of"]

"""What an event says to search engines: schema.org's Event."""

import json

from django.conf import settings
from django.utils import timezone

from .ical import page_url

ATTENDANCE = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def about(event):
    """A dictionary in the vocabulary of schema.org. Never the join link, and nothing of who registered."""
    said = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": page_url(event),
        "url": page_url(event),
        "name": event.title,
        "startDate": _moment(event, event.starts_at, event.first_day),
        "endDate": _moment(event, event.ends_at, event.last_day),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{ATTENDANCE[event.kind]}",
        "location": _locations(event),
        "inLanguage": event.language,
        "organizer": {"@type": "Organization", "name": "CXPA", "url": settings.PORTAL_URL},
    }
    if event.summary:
        said["description"] = event.summary
    if event.picture_id:
        said["image"] = settings.PORTAL_URL + event.picture.url
    if event.registers_here and event.capacity:
        said["maximumAttendeeCapacity"] = event.capacity
    if not event.registers_here:
        said["sameAs"] = event.external_url
        said["organizer"] = {"@type": "Organization", "name": event.hosted_by or event.title, "url": event.external_url}
    return said


def as_script(event):
    """The same as JSON that cannot end the <script> element it stands in."""
    text = json.dumps(about(event), ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")


def _moment(event, at, day):
    return day.isoformat() if event.is_all_day else timezone.localtime(at, event.zone).isoformat()


def _locations(event):
    room = {
        "@type": "Place",
        "name": event.venue or event.city,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": event.address,
            "addressLocality": event.city,
            "addressCountry": str(event.country.code or ""),
        },
    }
    online = {"@type": "VirtualLocation", "url": page_url(event)}
    return {"in_person": room, "online": online, "hybrid": [room, online]}[event.kind]

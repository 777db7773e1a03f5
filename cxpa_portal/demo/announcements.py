"""Many events at once: the very rows that proposing and publishing each by its verb would have written.

A hundred events cost fifteen hundred queries that way. That both ways lead to the same rows is tested
(tests/test_same_rows.py).
"""

from events.cxday.models import Campaign, Room
from events.programme.models import Event, EventOrigin
from members.subjects.models import Subject

from .entries import record
from .knowing import person_named

SOURCE = "demo"
FIELDS = {
    *("title", "summary", "description", "kind", "language", "venue", "address", "city", "country", "latitude"),
    *("longitude", "access", "online_url", "open_to"),
}


def announce(abouts):
    """Each of `abouts`, as gatherings.read() gives them: its host proposes it, and the office publishes it."""
    office = person_named("carol")
    events = Event.objects.bulk_create(_event(about, office) for about in abouts)
    EventOrigin.objects.bulk_create(
        EventOrigin(event=event, source=SOURCE, key=about["key"]) for event, about in zip(events, abouts, strict=True)
    )
    _add_subjects(events, abouts)
    record(_told(events, _make_rooms(events, abouts), office))


def _event(about, office):
    at = about["announced_at"]
    event = Event(
        **{name: value for name, value in about.items() if name in FIELDS},
        host=person_named(about["host"]),
        starts_at=about["starts_at"],
        ends_at=about["ends_at"],
        time_zone=about["zone"],
        capacity=about.get("places"),
        credit_minutes=about.get("credit", 0),
        proposed_at=at,
        created_at=at,
        changed_at=at,
    )
    if "proposed" not in about:
        event.published_at, event.published_by = at, office
    event.render()
    return event


def _add_subjects(events, abouts):
    subjects = dict(Subject.objects.values_list("slug", "pk"))
    through = Event.subjects.through
    through.objects.bulk_create(
        through(event=event, subject_id=subjects[slug])
        for event, about in zip(events, abouts, strict=True)
        for slug in about.get("subjects", [])
        if slug in subjects
    )


def _make_rooms(events, abouts):
    """The Room of each event that is part of a CX Day, by the event."""
    campaigns = {campaign.year: campaign for campaign in Campaign.objects.all()}
    rooms = [
        Room(campaign=campaigns[about["year"]], event=event)
        for event, about in zip(events, abouts, strict=True)
        if "year" in about
    ]
    return {room.event: room for room in Room.objects.bulk_create(rooms)}


def _told(events, rooms, office):
    """What the verbs would have recorded, event after event."""
    for event in events:
        at = event.proposed_at
        yield at, "programme.proposed", event.host, event, {}
        if event in rooms:
            yield at, "cxday.room_proposed", event.host, rooms[event], {"year": rooms[event].campaign.year}
        if event.published_at:
            yield at, "programme.published", office, event, {}

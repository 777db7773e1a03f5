"""What the rooms of a CX Day say of themselves elsewhere: in the programme, and on their own page."""

from events.programme.notes import Note
from events.registration.parts import Part

from .models import Room


def note_campaign(person, events):
    """{event's id: [Note]} with the CX Day it belongs to; the events come with their rooms."""
    rooms = [event.room for event in events if hasattr(event, "room")]
    return {room.event_id: [Note(str(room.campaign), "warm")] for room in rooms if room.campaign.published_at}


def part_of_campaign(event):
    """The CX Day that `event` is a room of, as a Part; None where it is none."""
    room = Room.objects.filter(event=event, campaign__published_at__isnull=False).select_related("campaign").first()
    return Part(str(room.campaign), room.campaign.get_absolute_url()) if room else None

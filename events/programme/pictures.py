"""Pictures of events: kept by members.files, seen by whoever sees the event."""

from members.files import purposes

from .models import Event

PICTURE = "events/picture"
LARGEST = 12_000_000  # bytes: what a phone takes


def register():
    purposes.register(PICTURE, accepts=[purposes.IMAGE], largest=LARGEST, may_see=_may_see)


def _may_see(person, file):
    return Event.objects.visible_to(person).filter(picture=file).exists()

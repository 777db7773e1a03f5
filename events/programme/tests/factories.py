"""Events, and pictures of them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from events.programme.models import Event
from members.files.models import File


@pytest.fixture
def make_picture(db):
    """`make_picture()`: a kept picture of an event, wide enough for one smaller copy."""

    def make(purpose="events/picture", by=None, size=(400, 200)):
        target = io.BytesIO()
        Image.new("RGB", size, "teal").save(target, "PNG")
        return File.keep(SimpleUploadedFile("map.png", target.getvalue()), purpose=purpose, by=by)

    return make


@pytest.fixture
def make_event(hana):
    """`make_event(**changes)`: a published event for everyone next week in Zurich with 20 places; Hana hosts it."""

    def make(subjects=(), **changes):
        starts_at = changes.pop("starts_at", None) or (timezone.now() + timedelta(days=7)).replace(
            minute=0, second=0, microsecond=0
        )
        fields = {
            "title": "Coffee and journey maps",
            "summary": "Bring the map nobody at work looks at, and leave with one that somebody will.",
            "description": "We look at **three** maps, one hour.",
            "venue": "Haus am See",
            "address": "Seestrasse 1",
            "city": "Zurich",
            "country": "CH",
            "latitude": 47.37,
            "longitude": 8.54,
            "time_zone": "Europe/Zurich",
            "access": "No steps, lift to the first floor.",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "capacity": 20,
            "host": hana,
            "published_at": timezone.now() - timedelta(days=1),
        }
        event = Event(**fields | changes)
        event.render()
        event.save(force_insert=True)
        event.subjects.set(subjects)
        return event

    return make

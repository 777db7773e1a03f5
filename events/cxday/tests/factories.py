"""CX Days and their rooms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.cxday.models import Campaign, Room


@pytest.fixture
def make_campaign(db):
    """`make_campaign(**changes)`: a published CX Day in ten days."""

    def make(**changes):
        date = changes.pop("date", timezone.localdate() + timedelta(days=10))
        fields = {"year": date.year, "theme": "Small rooms", "sentence": "Listen first.", "date": date}
        return Campaign.objects.create(**fields | {"published_at": timezone.now()} | changes)

    return make


@pytest.fixture
def make_room(make_event):
    """`make_room(campaign, **changes)`: a published event as a room of a CX Day; `changes` are those of the event."""

    def make(campaign, **changes):
        return Room.objects.create(campaign=campaign, event=make_event(**changes))

    return make

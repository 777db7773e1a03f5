"""Flags, and texts of new accounts that wait."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from forums.moderation.models import Flag, Held, Sanction


@pytest.fixture
def make_flag(make_topic, eli):
    """`make_flag(by=eli, post=…, reason="spam")`: a flag; without `post` of the first post of a new topic of Ann's."""

    def make(by=None, post=None, reason="spam", words=""):
        return Flag.raise_one(post or make_topic().posts.get(), by=by or eli, reason=reason, words=words)

    return make


@pytest.fixture
def newcomer(make_person):
    """Somebody with a free account of today, who has written nothing yet."""
    joined = timezone.now() - timedelta(hours=2)
    return make_person(name="Nia Farouk", email="nia@cxpa.example", member_until=None, joined_at=joined)


@pytest.fixture
def newcomer_client(client_of, newcomer):
    return client_of(newcomer)


@pytest.fixture
def make_held(client_of, newcomer, topic):
    """`make_held(body="…")`: a reply of the newcomer's that waits."""

    def make(body="Ours has four stages, and nobody owns the third.", to=None):
        client_of(newcomer).post(reverse("forums:reply", args=[(to or topic).pk]), {"body": body})
        return Held.objects.get(person=newcomer, excerpt=body)

    return make


@pytest.fixture
def other_moderator(make_person):
    """A second moderator, beside Maya."""
    person = make_person(name="Milan Horvat", email="milan@cxpa.example")
    person.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    return person


@pytest.fixture
def make_sanction(maya):
    """`make_sanction(on, kind="silence", days=7)`: Maya silences somebody, or suspends them."""

    def make(on, kind="silence", by=None, days=7, words="Third time this week: no advertising."):
        made = Sanction.put(kind, on=on, by=by or maya, until=timezone.now() + timedelta(days=days), words=words)
        on.refresh_from_db()
        return made

    return make

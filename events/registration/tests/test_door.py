from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Registration
from events.registration.signals import attendance_recorded, attendance_withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(make_event):
    """An event whose door is open: it starts in half an hour."""
    return make_event(starts_at=timezone.now() + timedelta(minutes=30), capacity=2)


@pytest.fixture
def heard():
    """What the two signals said, as they said it."""
    said = []

    def recorded(sender, registration, by, **kwargs):
        said.append(("recorded", registration.pk, by))

    def withdrawn(sender, registration, by, **kwargs):
        said.append(("withdrawn", registration.pk, by))

    attendance_recorded.connect(recorded, sender=Registration)
    attendance_withdrawn.connect(withdrawn, sender=Registration)
    yield said
    attendance_recorded.disconnect(recorded, sender=Registration)
    attendance_withdrawn.disconnect(withdrawn, sender=Registration)


def door(event):
    return reverse("events:door", args=[event.pk])


def press(client, registration, **more):
    address = reverse("events:attendance", args=[registration.event_id, registration.token])
    return client.post(address, more, follow=True).content.decode()


def test_the_host_checks_people_in_and_takes_it_back(hana, hana_client, soon, make_registration, ann, heard):
    mine = make_registration(soon, ann)
    assert "0 of 1 is here." in hana_client.get(door(soon)).content.decode()
    assert "1 of 1 is here." in press(hana_client, mine)
    press(hana_client, mine)
    mine.refresh_from_db()
    assert (mine.attended_by, mine.attended_how) == (hana, "door")
    press(hana_client, mine, undo="1")
    press(hana_client, mine, undo="1")
    mine.refresh_from_db()
    assert not mine.was_there
    assert heard == [("recorded", mine.pk, hana), ("withdrawn", mine.pk, hana)], "each once, however often pressed"


def test_the_door_does_not_exist_for_others(soon, make_registration, client, ann_client, carol_client, ann):
    mine = make_registration(soon, ann)
    assert ann_client.get(door(soon)).status_code == 404
    assert carol_client.get(door(soon)).status_code == 200
    assert "/accounts/login/" in client.get(door(soon)).url
    assert ann_client.post(reverse("events:attendance", args=[soon.pk, mine.token])).status_code == 404
    mine.refresh_from_db()
    assert not mine.was_there


def test_a_name_is_found_among_many(hana_client, soon, make_registration, ann, eli):
    make_registration(soon, ann)
    make_registration(soon, eli)
    page = hana_client.get(door(soon), {"q": "oka"}).content.decode()
    assert "Ann Okafor" in page
    assert "Eli Brandt" not in page
    assert "Nobody called “zzz” has a place." in hana_client.get(door(soon), {"q": "zzz"}).content.decode()


@pytest.mark.parametrize(
    ("hours", "is_open"), [(-2.1, False), (-1.9, True), (24, True), (2 + 71.9, True), (2 + 72.1, False)]
)
def test_the_door_opens_two_hours_before_and_closes_three_days_after(
    hana_client, make_event, make_registration, clock, hours, is_open
):
    mine = make_registration(make_event())
    clock(mine.event.starts_at + timedelta(hours=hours))
    press(hana_client, mine)
    mine.refresh_from_db()
    assert mine.was_there == is_open


def test_somebody_without_a_place_is_let_in_and_counted(hana_client, soon, make_registration, cleo, heard):
    for _ in range(2):
        make_registration(soon)
    address = reverse("events:walk_ins", args=[soon.pk])
    page = hana_client.post(address, {"email": "CLEO@cxpa.example"}, follow=True).content.decode()
    hana_client.post(address, {"email": "cleo@cxpa.example"})
    mine = soon.registrations.get(person=cleo)
    assert "Cleo Marchetti is in." in page
    assert mine.attended_how == "walked_in"
    assert soon.registrations.confirmed().count() == 3
    assert len(heard) == 1


def test_an_unknown_address_is_answered_beside_the_field(hana_client, soon):
    page = hana_client.post(reverse("events:walk_ins", args=[soon.pk]), {"email": "who@cxpa.example"}).content.decode()
    assert "Nobody has an account with this address." in page
    assert "who@cxpa.example" in page


def test_who_gave_up_cannot_be_checked_in(hana_client, soon, make_registration, ann):
    mine = make_registration(soon, ann)
    mine.cancel(by=ann)
    assert "Ann Okafor gave the place up." in press(hana_client, mine)


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_door_costs_the_same_at_any_length(
    hana_client, make_event, make_registration, how_many, django_assert_num_queries
):
    event = make_event(capacity=None)
    for _ in range(how_many):
        make_registration(event)
    hana_client.get(door(event))
    with django_assert_num_queries(4):  # session, person, event, registrations
        hana_client.get(door(event))


class TestJoiningOnline:
    @pytest.fixture
    def online(self, make_event):
        return make_event(
            kind="online",
            city="",
            online_url="https://meet.example/secret",
            starts_at=timezone.now() + timedelta(minutes=10),
        )

    def join(self, client, event):
        return client.post(reverse("events:join", args=[event.pk]))

    def test_a_place_leads_in_and_counts(self, ann, ann_client, online, make_registration, heard):
        mine = make_registration(online, ann)
        page = ann_client.get(online.get_absolute_url())
        assert "Join now" in page.content.decode()
        assert "meet.example/secret" not in page.content.decode()
        assert "form-action 'self' https://meet.example" in page["Content-Security-Policy"]
        for _ in range(2):
            answer = self.join(ann_client, online)
            assert (answer.status_code, answer.url) == (303, "https://meet.example/secret")
        mine.refresh_from_db()
        assert mine.attended_how == "joined"
        assert heard == [("recorded", mine.pk, ann)]

    def test_without_a_place_nobody_sees_the_way(self, ann, ann_client, eli_client, online, make_registration):
        online.change_capacity(1, by=ann)
        make_registration(online)
        make_registration(online, ann)
        for client in (ann_client, eli_client):
            assert self.join(client, online).url == online.get_absolute_url() + "#place"
            assert "meet.example" not in client.get(online.get_absolute_url()).content.decode()

    @pytest.mark.parametrize(("minutes", "is_open"), [(-16, False), (-14, True), (119, True), (121, False)])
    def test_the_way_in_opens_a_quarter_before_and_closes_with_the_end(
        self, ann, ann_client, make_event, make_registration, clock, minutes, is_open
    ):
        event = make_event(kind="online", city="", online_url="https://meet.example/secret")
        make_registration(event, ann)
        clock(event.starts_at + timedelta(minutes=minutes))
        assert (self.join(ann_client, event).status_code == 303) == is_open

    def test_the_host_goes_in_early_and_is_not_counted(self, hana_client, make_event, heard):
        event = make_event(kind="online", city="", online_url="https://meet.example/secret")
        assert self.join(hana_client, event).url == "https://meet.example/secret"
        assert heard == []

    def test_looking_at_the_address_joins_nothing(self, ann, ann_client, online, make_registration):
        mine = make_registration(online, ann)
        answer = ann_client.get(reverse("events:join", args=[online.pk]))
        mine.refresh_from_db()
        assert answer.url == online.get_absolute_url() + "#place"
        assert not mine.was_there

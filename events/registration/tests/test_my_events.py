from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.programme.models import Event
from events.registration.digest import coming
from events.registration.models import Registration

pytestmark = pytest.mark.django_db


def mine(client):
    return client.get(reverse("events:mine")).content.decode()


def test_where_i_go_wait_host_and_have_been(ann, ann_client, make_event, make_registration, clock):
    been = make_registration(make_event(title="Been there", starts_at=timezone.now() + timedelta(hours=1)), ann)
    make_registration(make_event(title="Go there"), ann)
    full = make_event(title="Wait for it", capacity=1)
    make_registration(full)
    make_registration(full, ann)
    make_event(title="Host it", host=ann, published_at=None, proposed_at=timezone.now())
    been.record_attendance(by=ann)
    clock(timedelta(days=1))
    page = mine(ann_client)
    chapters = [
        "You host",
        "Host it",
        "You have a place",
        "Go there",
        "You wait",
        "Wait for it",
        "You have been",
        "Been",
    ]
    assert [page.find(words) for words in chapters] == sorted(page.find(words) for words in chapters)
    assert "Waits for staff to publish it" in page
    assert "you were there" in page


def test_with_nothing_yet_it_says_where_to_look(ann_client):
    assert "See what is on" in mine(ann_client)


@pytest.mark.parametrize("how_many", [1, 30])
def test_it_costs_the_same_at_any_number(
    ann, ann_client, make_event, make_registration, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        make_registration(make_event(), ann)
        make_event(host=ann)
    mine(ann_client)
    # session, person, upcoming, been, hosted, their places, feed, notices
    with django_assert_num_queries(7):
        mine(ann_client)


class TestInTheDigest:
    @pytest.fixture
    def items(self, told_in_digest):
        return lambda person: {item.headline: item for item in told_in_digest(coming, person)}

    @staticmethod
    def at(hour):
        """That hour of a day next week, by the clocks of Greenwich."""
        return (timezone.now() + timedelta(days=7)).replace(hour=hour, minute=0, second=0, microsecond=0)

    def test_my_next_events_come_first(self, ann, make_event, make_registration, items):
        make_registration(make_event(title="Mine"), ann)
        make_event(title="New and online", kind="online", city="", starts_at=self.at(15))
        make_registration(make_event(title="Too far off", starts_at=timezone.now() + timedelta(days=40)), ann)
        found = items(ann)
        assert list(found) == ["Mine", "New and online"]
        assert found["Mine"].why[0].sentence == "You have a place."
        assert found["New and online"].why[0].sentence == "Online, in your waking hours."

    def test_only_what_opened_since_near_or_online_and_for_me(self, ann, cleo, make_event, items):
        ann.country = "CH"
        make_event(title="Near")
        make_event(title="Far", country="JP", city="Tokyo", time_zone="Asia/Tokyo", latitude=None, longitude=None)
        make_event(title="Old", published_at=timezone.now() - timedelta(days=30))
        about = {"kind": "online", "city": "", "audience": "members", "open_to": "members"}
        make_event(title="For members", starts_at=self.at(15), **about)
        assert set(items(ann)) == {"Near", "For members"}
        assert set(items(cleo)) == set()

    def test_my_city_is_nearer_than_my_country_and_a_border_is_no_wall(self, ann, make_event, items):
        ann.country, ann.city = "CH", "Zürich"
        make_event(title="In town")
        make_event(title="In Geneva", city="Geneva", latitude=46.2, longitude=6.15)
        make_event(title="Over the border", country="DE", city="Konstanz", latitude=47.66, longitude=9.18)
        sentences = {title: item.why[0].sentence for title, item in items(ann).items()}
        near = "Near Zürich."
        assert sentences == {"In town": near, "Over the border": near, "In Geneva": "In Switzerland."}

    @pytest.mark.parametrize(("zone", "is_told"), [("Europe/Zurich", True), ("Pacific/Auckland", False)])
    def test_online_while_i_sleep_is_not_for_me(self, ann, make_event, items, zone, is_told):
        ann.time_zone = zone
        make_event(title="At noon in London", kind="online", city="", starts_at=self.at(12))
        assert bool(items(ann)) == is_told

    def test_it_costs_two_queries_at_any_length(self, ann, make_event, make_registration, make_readers, items):
        for number in range(8):
            make_event(title=f"Online {number}", kind="online", city="", starts_at=self.at(15))
        make_registration(make_event(title="Mine"), ann)
        readers = make_readers(ann)
        with CaptureQueriesContext(connection) as queries:
            assert len(coming(readers, timezone.now())[ann.pk]) == 9
        assert len(queries) == 2

    def test_what_was_cancelled_is_no_news(self, ann, make_event, make_registration, carol, items):
        place = make_registration(make_event(), ann)
        place.event.cancel(by=carol, reason="The speaker is ill.")
        assert items(ann) == {}
        assert Event.objects.count() == 1


class TestInTheAdmin:
    def act(self, client, action, registration):
        address = reverse("admin:registration_registration_changelist")
        return client.post(address, {"action": action, "_selected_action": [registration.pk]}, follow=True)

    def test_staff_cancel_and_promote_through_the_verbs(self, carol_client, make_event, make_registration, mails):
        event = make_event(capacity=1)
        place, first, second = (make_registration(event) for _ in range(3))
        assert "Every place is taken" in self.act(carol_client, "give_place", second).content.decode()
        self.act(carol_client, "take_back", place)
        first.refresh_from_db()
        assert first.is_confirmed
        letter = mails(kind="events/registration/given_up")[0]
        letter.render()
        assert "Those who run the event did this." in letter.text

    def test_attendance_is_noted_once_it_has_begun(self, carol_client, make_event, make_registration, clock):
        place = make_registration()
        assert (
            "Nobody can have been at what has not begun"
            in self.act(carol_client, "note_attendance", place).content.decode()
        )
        clock(timedelta(days=30))
        self.act(carol_client, "note_attendance", place)
        assert Registration.objects.get().was_there
        self.act(carol_client, "withdraw_attendance", place)
        assert not Registration.objects.get().was_there

from datetime import timedelta

import pytest
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
    def items(self, person):
        now = timezone.now()
        return {item.headline: item for item in coming(person, now - timedelta(days=7), now)}

    def test_my_next_events_come_first(self, ann, make_event, make_registration):
        make_registration(make_event(title="Mine"), ann)
        make_event(title="New and online", kind="online", city="")
        make_registration(make_event(title="Too far off", starts_at=timezone.now() + timedelta(days=40)), ann)
        found = self.items(ann)
        assert list(found) == ["Mine", "New and online"]
        assert "You have a place" in found["Mine"].detail

    def test_only_what_opened_since_near_or_online_and_for_me(self, ann, cleo, make_event):
        ann.country = "CH"
        ann.save(update_fields=["country"])
        make_event(title="Near")
        make_event(title="Far", country="JP", city="Tokyo", time_zone="Asia/Tokyo")
        make_event(title="Old", published_at=timezone.now() - timedelta(days=30))
        make_event(title="For members", kind="online", city="", audience="members", open_to="members")
        assert set(self.items(ann)) == {"Near", "For members"}
        assert set(self.items(cleo)) == set()

    def test_it_is_short_and_costs_two_queries(self, ann, make_event, make_registration, django_assert_num_queries):
        for number in range(8):
            make_event(title=f"Online {number}", kind="online", city="")
        make_registration(make_event(title="Mine"), ann)
        with django_assert_num_queries(2):
            assert len(self.items(ann)) == 5

    def test_what_was_cancelled_is_no_news(self, ann, make_event, make_registration, carol):
        place = make_registration(make_event(), ann)
        place.event.cancel(by=carol, reason="The speaker is ill.")
        assert self.items(ann) == {}
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

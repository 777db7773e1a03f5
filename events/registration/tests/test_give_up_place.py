from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.registration.models import NoPlace, Registration

pytestmark = pytest.mark.django_db


def address(event):
    return reverse("events:cancellation", args=[event.pk])


@pytest.fixture
def full(make_event, make_registration, ann):
    """An event with one place, Ann's; two others wait for it."""
    event = make_event(capacity=1)
    make_registration(event, ann)
    return event, make_registration(event), make_registration(event)


def test_looking_asks_and_changes_nothing(full, ann, ann_client):
    event = full[0]
    page = ann_client.get(address(event)).content.decode()
    assert "Give up your place?" in page
    assert "yours goes to them at once" in page
    assert event.registrations.get(person=ann).is_confirmed


def test_the_place_goes_to_the_first_who_waits_in_the_same_moment(full, ann, ann_client, mails):
    event, first, second = full
    ann_client.post(address(event))
    for each in (first, second):
        each.refresh_from_db()
    assert (first.state, second.state, second.position()) == ("confirmed", "waiting", 1)
    assert event.registrations.get(person=ann).state == "cancelled"
    assert [mail.kind for mail in mails(to=first.person)][-1] == "events/registration/promoted"
    assert first.person.notices.get().headline == "A place became free: you have it. Coffee and journey maps"
    assert [mail.kind for mail in mails(to=ann)][-1] == "events/registration/given_up"


def test_giving_up_twice_gives_one_place_on(full, ann, mails):
    event, first, second = full
    mine = event.registrations.get(person=ann)
    assert mine.cancel(by=ann) is True
    assert mine.cancel(by=ann) is False
    second.refresh_from_db()
    assert second.is_waiting
    assert len(mails(kind="events/registration/promoted")) == 1


def test_leaving_the_waitlist_moves_the_others_up(full, client_of):
    event, first, second = full
    page = client_of(first.person).post(address(event), follow=True).content.decode()
    assert "You are off the waitlist." in page
    assert second.position() == 1


def test_who_may_no_longer_come_is_passed_over(make_event, make_registration, make_person, ann):
    event = make_event(capacity=1, open_to="members")
    mine = make_registration(event, ann)
    lapsing, member = make_person(), make_person()
    passed_over, next_one = make_registration(event, lapsing), make_registration(event, member)
    lapsing.belong_until(timezone.now() - timedelta(days=1), by=None)
    mine.cancel(by=ann)
    passed_over.refresh_from_db()
    next_one.refresh_from_db()
    assert (passed_over.state, next_one.state) == ("waiting", "confirmed")


def test_a_stranger_signs_in_first_and_another_has_nothing_to_give_up(full, client, eli_client):
    event = full[0]
    assert "/accounts/login/" in client.post(address(event)).url
    page = eli_client.post(address(event), follow=True).content.decode()
    assert "You have no place at this event." in page
    assert event.registrations.confirmed().count() == 1


def test_after_having_been_there_nothing_is_given_up(make_event, make_registration, ann, ann_client):
    event = make_event()
    mine = make_registration(event, ann)
    mine.record_attendance(by=ann)
    assert "There is nothing to give up" in ann_client.get(address(event)).content.decode()
    ann_client.post(address(event))
    mine.refresh_from_db()
    assert mine.is_confirmed
    assert mine.was_there


def test_one_may_come_back_at_the_end_of_the_line(full, ann):
    event, first, second = full
    event.registrations.get(person=ann).cancel(by=ann)
    again = Registration.take_place(event, ann, by=ann)
    assert (again.state, again.position()) == ("waiting", 2)


def test_raised_places_go_to_as_many_as_fit(full, carol):
    event, first, second = full
    event.change_capacity(2, by=carol)
    assert sorted(event.registrations.values_list("state", flat=True)) == ["confirmed", "confirmed", "waiting"]
    event.change_capacity(None, by=carol)
    assert set(event.registrations.values_list("state", flat=True)) == {"confirmed"}


def test_fewer_places_throw_nobody_out_and_promote_nobody(make_event, make_registration, carol):
    event = make_event(capacity=3)
    places = [make_registration(event) for _ in range(3)]
    waiting = make_registration(event)
    event.change_capacity(1, by=carol)
    places[0].cancel(by=places[0].person)
    waiting.refresh_from_db()
    assert waiting.is_waiting
    assert event.registrations.confirmed().count() == 2


def test_staff_cannot_give_what_is_not_there(full, carol):
    _event, first, second = full
    with pytest.raises(NoPlace, match="Raise the number of places first"):
        second.confirm(by=carol)

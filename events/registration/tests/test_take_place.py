from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from events.registration.models import NotOpen, Registration
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def ask(client, event):
    return client.post(reverse("events:registration", args=[event.pk]), follow=True).content.decode()


def test_a_member_takes_a_place_with_one_press(ann_client, ann, make_event, mails):
    event = make_event()
    page = ann_client.get(event.get_absolute_url()).content.decode()
    assert "Take a place" in page
    assert "20 of 20 places left" in page
    page = ask(ann_client, event)
    assert "You have a place at Coffee and journey maps." in page
    assert "Add to calendar" in page
    assert event.registrations.get().person == ann
    assert [mail.kind for mail in mails(to=ann)] == ["events/registration/confirmed"]
    assert Entry.objects.filter(action="registration.confirmed", by=ann).count() == 1
    assert not ann.notices.exists(), "nobody needs news of what they just did"


def test_asking_twice_is_one_place_and_one_letter(ann_client, ann, make_event, mails):
    event = make_event()
    ask(ann_client, event)
    ask(ann_client, event)
    assert (event.registrations.count(), len(mails(to=ann))) == (1, 1)


def test_the_database_holds_one_place_per_person(ann, make_event):
    event, now = make_event(), timezone.now()
    Registration.objects.create(event=event, person=ann, state="confirmed", confirmed_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=event, person=ann, state="waiting")
    Registration.objects.create(event=event, person=ann, state="cancelled", cancelled_at=now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "confirmed"},
        {"state": "waiting", "confirmed_at": True},
        {"state": "cancelled"},
        {"state": "elsewhere"},
        {"state": "waiting", "attended_at": True, "attended_how": "door"},
        {"state": "confirmed", "confirmed_at": True, "attended_at": True},
    ],
)
def test_the_database_refuses_states_that_contradict_themselves(ann, make_event, wrong):
    fields = {name: timezone.now() if value is True else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=make_event(), person=ann, **fields)


def test_when_every_place_is_taken_one_waits_in_order(ann_client, ann, make_event, make_registration, mails):
    event = make_event(capacity=1)
    make_registration(event)
    first = make_registration(event)
    assert "Join the waitlist, 1 before you" in ann_client.get(event.get_absolute_url()).content.decode()
    page = ask(ann_client, event)
    assert "You are number 2 on the waitlist." in page
    mine = event.registrations.get(person=ann)
    assert (first.position(), mine.position(), mine.state) == (1, 2, "waiting")
    letter = mails(to=ann)[0]
    letter.render()
    assert letter.subject == "You are number 2 on the waitlist of Coffee and journey maps"


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_button(client, make_event):
    event = make_event()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Sign in to take a place" in page
    assert f"?next={event.get_absolute_url()}%23place" in page
    answer = client.post(reverse("events:registration", args=[event.pk]))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert not event.registrations.exists()


def test_who_signed_in_on_the_way_is_led_to_the_page_and_registered_for_nothing(ann_client, make_event):
    event = make_event()
    answer = ann_client.get(reverse("events:registration", args=[event.pk]))
    assert answer.url == event.get_absolute_url() + "#place"
    assert not event.registrations.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"open_to": "members"}, "Places at this event are for members of CXPA."),
        ({"published_at": None}, "not published"),
        ({"starts_at": timezone.now() - timedelta(days=2)}, "This event is over."),
        ({"external_url": "https://conference.example/", "capacity": None}, "given by its organiser"),
    ],
)
def test_a_refusal_says_why(cleo, make_event, changes, sentence):
    with pytest.raises(NotOpen, match=sentence):
        Registration.take_place(make_event(**changes), cleo, by=cleo)
    assert not Registration.objects.exists()


def test_a_cancelled_event_gives_no_places(ann, ann_client, make_event, carol):
    event = make_event()
    event.cancel(by=carol, reason="The house flooded.")
    with pytest.raises(NotOpen, match="cancelled"):
        Registration.take_place(event, ann, by=ann)
    page = ask(ann_client, event)
    assert "The house flooded." in page
    assert "Take a place" not in page


def test_an_event_of_a_group_is_for_its_people(ann, maya, make_event):
    group = Group.objects.get(name="Moderators")
    event = make_event(audience="group", group=group)
    with pytest.raises(NotOpen):
        Registration.take_place(event, ann, by=ann)
    assert Registration.take_place(event, maya, by=maya).is_confirmed


def test_what_one_may_not_see_does_not_exist(cleo_client, make_event):
    event = make_event(audience="members")
    for name in ["registration", "cancellation", "entry", "join", "door"]:
        assert cleo_client.get(reverse(f"events:{name}", args=[event.pk])).status_code == 404
    assert cleo_client.post(reverse("events:registration", args=[event.pk])).status_code == 404


def test_an_address_with_other_words_leads_to_the_right_one(client, make_event):
    event = make_event()
    answer = client.get(reverse("events:event", args=[event.pk, "older-title"]))
    assert (answer.status_code, answer.url) == (301, event.get_absolute_url())


def test_an_event_without_a_limit_is_never_full(make_event, make_registration):
    event = make_event(capacity=None)
    assert {make_registration(event).state for _ in range(25)} == {"confirmed"}


@pytest.mark.parametrize("waiting", [0, 30])
def test_the_page_costs_at_most_eight_queries(
    ann, ann_client, make_event, make_registration, waiting, django_assert_max_num_queries
):
    event = make_event(capacity=1)
    for _ in range(waiting + 1):
        make_registration(event)
    make_registration(event, ann)
    ann_client.get(event.get_absolute_url())
    # session, person, event with its counts, subjects, my registration, the CX Day, my notices (read, counted)
    with django_assert_max_num_queries(8):
        page = ann_client.get(event.get_absolute_url()).content.decode()
    assert f"You are number {waiting + 1} on the waitlist." in page


def test_the_programme_says_how_many_places_are_left_and_which_are_mine(ann, ann_client, make_event, make_registration):
    make_registration(make_event(title="Mine to go to"), ann)
    page = ann_client.get(reverse("events:programme")).content.decode()
    assert "19 of 20 places left" in page
    assert "You have a place" in page

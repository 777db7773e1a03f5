"""Where the demo community writes many rows at once, they are those that the verbs would have written."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cxpa_portal.demo import clock as demo_clock
from cxpa_portal.demo import hanging, indexed, places, reminded
from cxpa_portal.demo.announcements import announce
from cxpa_portal.demo.carried_over import carry_over
from events.cxday.models import Room
from events.programme.models import Event, EventOrigin
from events.registration.models import Registration, Reminder
from forums.discussions.models import Poll, PostSearch, Thanks
from members.audit.models import Entry
from members.membership.models import Membership, Term
from members.subjects.models import Subject

from .rows import heard, row, told


@pytest.fixture
def event(make_event):
    event = make_event(capacity=1)
    EventOrigin.objects.create(event=event, source="demo", key="tea")
    return event


def test_a_place_and_a_place_in_the_line(event, make_event, make_person):
    by_verb, at_once = make_event(capacity=1), event
    first, second = timezone.now() - timedelta(hours=5), timezone.now() - timedelta(hours=4)
    people = [make_person(), make_person()]
    for at, person in zip([first, second], people, strict=True):
        with demo_clock.held_at(at):
            Registration.take_place(by_verb, person, by=person)
    places.take({at_once: list(zip([first, second], people, strict=True))})
    expected, made = by_verb.registrations.order_by("pk"), at_once.registrations.order_by("pk")
    assert [row(place) for place in made] == [row(place) for place in expected]
    assert [told(place) for place in made] == [told(place) for place in expected]
    assert [place.state for place in made] == ["confirmed", "waiting"]
    assert str(made[0]) == Entry.objects.get(about_id=made[0].pk, action="registration.confirmed").label


def test_an_event_and_a_room_of_cx_day(carol, hana, make_campaign):
    at, campaign = timezone.now() - timedelta(days=40), make_campaign()
    subject = Subject.objects.create(name="Tea and surveys", slug="tea-and-surveys")
    words = {"title": "Coffee and maps", "description": "We look at **three**.", "kind": "in_person", "city": "Zurich"}
    words |= {"country": "CH", "starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=1)}
    about = words | {"host": "hana", "zone": "Europe/Zurich", "places": 12, "credit": 60, "announced_at": at}
    about |= {"subjects": [subject.slug], "year": campaign.year}
    words |= {"time_zone": "Europe/Zurich", "capacity": 12, "credit_minutes": 60, "subjects": [subject]}
    with demo_clock.held_at(at):
        by_verb = Room.propose(campaign, by=hana, **words).event
        by_verb.publish(by=carol)
    announce([about | {"key": "published"}, about | {"key": "waits", "proposed": "40 days ago"}])
    made, waits = (Event.objects.get(origin__key=key) for key in ("published", "waits"))
    by_verb = Event.objects.get(pk=by_verb.pk)
    assert row(made) == row(by_verb)
    assert row(made.room) == row(by_verb.room)
    assert list(made.subjects.all()) == list(by_verb.subjects.all())
    assert told(made) == told(by_verb)
    assert told(made.room) == told(by_verb.room)
    assert waits.published_at is None
    assert [action for _at, action, *_more in told(waits)] == ["programme.proposed"]


def test_being_there(event, make_event, make_person):
    by_verb, at_once, person, at = make_event(), event, make_person(), timezone.now()
    expected = Registration.take_place(by_verb, person, by=person, now=at)
    made = Registration.take_place(at_once, person, by=person, now=at)
    with demo_clock.held_at(at):
        expected.record_attendance(by=person, how=Registration.JOINED)
    places.check_in([(at, made, person, Registration.JOINED)])
    made.refresh_from_db()
    assert row(made) == row(expected)
    assert told(made)[-1] == told(expected)[-1]


def test_reminders_of_events(make_event, make_person):
    now = timezone.now()
    people = [make_person(), make_person()]
    for person in people:
        with demo_clock.held_at(now - timedelta(days=5)):
            soon = make_event(starts_at=now + timedelta(hours=20))
            Registration.take_place(soon, person, by=person)
            late = make_event(starts_at=now + timedelta(hours=2))
            Registration.take_place(late, person, by=person)
        Registration.take_place(make_event(starts_at=now + timedelta(hours=9)), person, by=person)
        with demo_clock.held_at(now):
            if person == people[0]:
                Reminder.send_due()
            else:
                reminded.remind_of_events()
    by_verb, at_once = (Reminder.objects.filter(registration__person=each).order_by("due_at") for each in people)
    own = {"id", "registration_id", "due_at"}
    assert [row(each, own) for each in at_once] == [row(each, own) for each in by_verb]
    assert {each.state for each in at_once} == {Reminder.SENT, Reminder.LATECOMER, Reminder.MISSED}
    assert heard(people[1]) == heard(people[0]) != []


def test_a_membership_of_before(plan, carol, make_person):
    at = timezone.now() - timedelta(days=100)
    starts_on = (at - timedelta(days=400)).date()
    by_verb, at_once = make_person(member_until=None), make_person(member_until=None)
    with demo_clock.held_at(at):
        Membership.held(by_verb).grant(plan, months=36, by=carol, reason="Carried over.", starts_on=starts_on)
        carry_over([(at_once.email, plan.slug, starts_on, 36)], by=carol, reason="Carried over.")
    by_verb.refresh_from_db()
    at_once.refresh_from_db()
    assert at_once.member_until == by_verb.member_until
    expected, made = Term.objects.get(membership__person=by_verb), Term.objects.get(membership__person=at_once)
    assert row(made) == row(expected)
    assert row(made.membership) == row(expected.membership)
    assert told(at_once) == told(by_verb)
    began, expected_began = (told(term.membership)[0] for term in (made, expected))
    assert began[3].pop("term") == made.pk
    assert expected_began[3].pop("term") == expected.pk
    assert began == expected_began


def test_thanks_votes_and_having_hit_the_same(make_topic, make_board, make_person, ann, eli, hana):
    topic, at = make_topic(by=ann), timezone.now() - timedelta(days=2)
    by_verb, at_once = topic.reply(by=ann, body="One."), topic.reply(by=ann, body="Another.")
    for person, kind in [(eli, "thanks"), (hana, "thanks"), (eli, "helped")]:
        Thanks.say(post=by_verb, by=person, kind=kind)
    hanging.thank([(at, at_once, eli, "thanks"), (at, at_once, hana, "thanks"), (at, at_once, eli, "helped")])
    by_verb.refresh_from_db()
    at_once.refresh_from_db()
    assert at_once.reactions == by_verb.reactions == Thanks.counted(at_once) == {"thanks": 2, "helped": 1}

    poll = Poll.ask(at_once, options=["Tea", "Coffee", "Water"], kind=Poll.RANKED)
    hanging.vote(poll, [eli, hana, ann], [5, 3, 1])
    poll.refresh_from_db()
    ballots = [[vote.option for vote in ballot.votes.order_by("rank")] for ballot in poll.ballots.all()]
    assert (poll.voter_count, len(ballots)) == (3, 3)
    for option in poll.options.all():
        assert option.votes == 3
        assert option.points == sum(3 - chosen.index(option) for chosen in ballots)

    failure = make_topic(by=ann, board=make_board(audience="members"), kind="failure", story={"tried": "It."})
    hanging.hit({failure.story: [eli, hana]})
    failure.story.refresh_from_db()
    assert (failure.story.hit_too_count, failure.story.hits.count()) == (2, 2)


def test_what_is_indexed_together_is_found_as_what_was_indexed_one_by_one(make_topic):
    def rows():
        return list(PostSearch.objects.order_by("post_id").values())

    topic = make_topic(replies=2)
    one_by_one = rows()
    PostSearch.objects.all().delete()
    with indexed.together():
        for post in topic.posts.order_by("-number"):
            PostSearch.index(post_ids=[post.pk])
        PostSearch.index(post_ids=[post.pk])
        assert not rows()
    assert rows() == one_by_one
    assert len(one_by_one) == 3
    topic.reply(by=topic.author, body="A fourth sheet.")
    assert len(rows()) == 4, "and after it each is indexed at once again"


def test_the_clock_goes_on_after_it_was_held():
    there = timezone.now() - timedelta(days=900)
    with demo_clock.held_at(there):
        assert timezone.now() == there
        assert Term._meta.get_field("created_at").get_default() == there
        with demo_clock.held_at(there + timedelta(days=1)):
            assert timezone.localdate() == timezone.localdate(there + timedelta(days=1))
        assert timezone.now() == there
    assert timezone.now() - there > timedelta(days=899)

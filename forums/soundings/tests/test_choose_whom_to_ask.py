"""Who is asked: those who know it, who may be asked, once a month, and not all from next door."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from forums.discussions.models import Tag
from forums.experts.models import Expertise
from forums.soundings import choosing
from forums.soundings.models import Invitation, NobodyToAsk, Sounding, Willingness
from members.connections.models import Block
from members.subjects.models import PersonContext, Subject

pytestmark = pytest.mark.django_db

IDEA = {"title": "One number for it", "text": "What if?", "question": "Would it hold?"}


def begin(by, subject, **changes):
    return Sounding.begin(by=by, subjects=[subject], **IDEA | changes)


def asked(sounding):
    return set(sounding.invitations.values_list("person", flat=True))


def test_experts_in_the_subject_come_first_and_read_why(ann, subject, make_round):
    people = make_round(9)
    knows = people[8]
    Expertise.offer(by=knows, subject=subject, words="I have done it.")
    place = begin(ann, subject).invitations.get(person=knows)
    assert place.reason == f"because you know about {subject}."


def test_whoever_wrote_about_it_comes_next(ann, subject, make_round, make_topic):
    wrote = make_round(8)[7]
    Tag.objects.create(name="mapping", slug="mapping", subject=subject)
    make_topic(by=wrote, tags=["mapping"])
    place = begin(ann, subject).invitations.get(person=wrote)
    assert place.reasons["subjects"] == [str(subject)]


def test_what_was_said_in_a_closed_group_is_no_reason(ann, subject, make_round, make_topic, make_board):
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="Board of CXPA")
    closed = make_board(audience="group", group=group, posting="group", posting_group=group)
    wrote = make_round(5)[4]
    wrote.groups.add(group)
    Tag.objects.create(name="mapping", slug="mapping", subject=subject)
    make_topic(by=wrote, board=closed, tags=["mapping"])
    assert begin(ann, subject).invitations.get(person=wrote).reasons["subjects"] == []


def test_the_same_kind_of_company_counts(ann, subject, make_round):
    PersonContext.say(ann, sector="insurance", size="under_250")
    people = make_round(9)
    PersonContext.say(people[8], sector="insurance", size="under_250")
    place = begin(ann, subject).invitations.get(person=people[8])
    assert place.reason == "because you work in the same sector and size of company."


def test_the_blocked_on_either_side_are_never_asked(ann, subject, make_round):
    one, other, third = make_round(3)
    Block.put(by=ann, on=one)
    Block.put(by=other, on=ann)
    assert asked(begin(ann, subject)) == {third.pk}


def test_who_said_no_to_it_is_never_asked(ann, subject, make_round):
    one, other = make_round(2)
    Willingness.choose(by=one, is_open=False)
    assert asked(begin(ann, subject)) == {other.pk}


def test_members_who_have_written_something_are_open_to_it_until_they_say_no(ann, eli, hana, subject, make_topic):
    make_topic(by=eli)  # hana has written nothing
    assert asked(begin(ann, subject)) == {eli.pk}


def test_members_alone_are_asked(ann, bob, cleo, sam, subject):
    for person in [bob, cleo, sam]:
        Willingness.choose(by=person, is_open=True)
    with pytest.raises(NobodyToAsk):
        begin(ann, subject)


def test_one_chooses_on_a_page(eli_client, eli):
    assert not Willingness.of(eli)
    eli_client.post("/soundings/openness/", {"is_open": "yes"})
    assert Willingness.of(eli)
    eli_client.post("/soundings/openness/", {"is_open": "no"})
    assert not Willingness.of(eli)
    assert "Choose one of them." in eli_client.post("/soundings/openness/", {"is_open": ""}).content.decode()


def test_nobody_is_asked_twice_in_a_month(ann, eli, subject, make_round, clock):
    (person,) = make_round(1)
    begin(ann, subject)
    with pytest.raises(NobodyToAsk):
        begin(eli, subject)
    clock(timedelta(days=31))
    assert asked(begin(eli, subject)) == {person.pk}


def test_the_database_holds_the_month_too(ann, eli, subject, make_round):
    make_round(2)
    sounding = begin(ann, subject)
    place = sounding.invitations.first()
    other = Sounding.objects.create(author=eli, ends_at=timezone.now() + timedelta(days=7), **IDEA)
    moments = {"asked_at": place.asked_at + timedelta(days=29), "due_at": place.due_at}
    with pytest.raises(IntegrityError):
        Invitation.objects.create(
            sounding=other, person=place.person, rests_until=place.rests_until + timedelta(days=29), **moments
        )


def test_at_least_two_are_from_outside_the_authors_networks(ann, subject, make_network, make_round):
    near = make_round(6)
    network = make_network()
    for person in [ann, *near]:
        network.join(by=person)
    far = make_round(2)
    sounding = begin(ann, subject)
    assert {person.pk for person in far} < asked(sounding)
    assert sounding.invitations.count() == 5


def test_a_competency_stands_for_what_is_under_it(ann, subject, make_round):
    people = make_round(8)
    Expertise.offer(by=people[7], subject=subject, words="I have done it.")
    sounding = begin(ann, Subject.objects.get(pk=subject.parent_id))
    assert people[7].pk in asked(sounding)


# At once: two boards, and one member who is left to be asked.


def race(monkeypatch, ann, eli, subject):
    """What becomes of two boards that begin at the same moment; both have chosen before either asks."""
    meet = threading.Barrier(2, timeout=10)
    choose = choosing._candidates

    def chosen_together(*args):
        found = choose(*args)
        meet.wait()
        return found

    monkeypatch.setattr(choosing, "_candidates", chosen_together)

    def ask(person):
        try:
            begin(person, subject)
            return "asked"
        except NobodyToAsk:
            return "nobody left"
        except IntegrityError:
            return "refused by the database"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(ask, [ann, eli]))


@pytest.fixture
def one_left(ann, eli, make_round):
    """One member may be asked, and a subject."""
    make_round(1)
    parent = Subject.objects.create(name="Insight", slug="insight-x")
    return Subject.objects.create(name="Maps", slug="maps-x", parent=parent)


@pytest.mark.django_db(transaction=True)
def test_two_boards_at_once_ask_one_member_once(monkeypatch, ann, eli, one_left):
    assert race(monkeypatch, ann, eli, one_left) == ["asked", "nobody left"]
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_ask_the_same_member(monkeypatch, ann, eli, one_left):
    """The control: what the test above stands on."""
    monkeypatch.setattr(choosing, "_lock_free", lambda people, now: {person.pk for person in people})
    assert race(monkeypatch, ann, eli, one_left) == ["asked", "refused by the database"]

"""The answer desk: a place, what waits there, one question in one pair of hands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.questions.models import DeskClaim, DeskVolunteer, Promise
from forums.questions.models.desk import MOST_TAKEN, Refused, Taken
from forums.questions.tests.factories import MONDAY
from members.audit.models import Entry
from members.connections.models import Block
from members.subjects.models import Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

DESK = "/questions/desk/"
HOUR = timedelta(hours=1)


@pytest.fixture
def on_the_desk(make_question, clock, monday):
    """A question by Ann that nobody has answered in forty hours."""
    question = make_question()
    clock(monday + 40 * HOUR)
    return question


@pytest.fixture
def eli_at_desk(eli):
    return DeskVolunteer.sign_up(by=eli)


def take(client, question):
    return client.post(reverse("questions:claim", args=[question.pk]), follow=True)


def give_back(client, question):
    return client.post(reverse("questions:claim_withdrawal", args=[question.pk]), follow=True)


def page(client):
    return " ".join(client.get(DESK).content.decode().split())


# --- A place --------------------------------------------------------------------------------------------------------


def test_a_member_takes_a_place_for_what_they_know(eli_client, eli):
    subject = Subject.objects.competencies().first()
    assert "Take a place at the desk" in page(eli_client)
    answer = eli_client.post(DESK, {"subjects": [subject.pk]}, follow=True)
    assert "You have a place at the answer desk. Thank you." in answer.content.decode()
    assert list(DeskVolunteer.objects.get(person=eli).subjects.all()) == [subject]


def test_twice_is_one_place_and_what_was_said_last_counts(eli_client, eli):
    back = timezone.localdate() + timedelta(days=9)
    for day in ["", back.isoformat()]:
        eli_client.post(DESK, {"away_until": day})
    assert DeskVolunteer.objects.get(person=eli).away_until == back
    assert f"You are away until {back.day} December 2026" in page(eli_client)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"away_until": "2026-11-23"}, "That day has come."),
        ({"away_until": "2029-01-01"}, "more than a year away"),
        ({"away_until": "soon"}, "This is not a day."),
        ({"subjects": ["999999"]}, "not one of the subjects"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(eli_client, told, says):
    answer = eli_client.post(DESK, told)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not DeskVolunteer.objects.exists()


def test_who_leaves_gives_back_what_they_took(eli_client, eli, eli_at_desk, on_the_desk):
    take(eli_client, on_the_desk)
    for _time in range(2):
        answer = eli_client.post(reverse("questions:departure"), follow=True)
        assert "You can come back any time" in answer.content.decode()
    assert not DeskVolunteer.objects.exists()
    assert not DeskClaim.objects.filter(ended_at=None).exists()


def test_a_free_account_is_told_what_it_can_do_and_gets_no_place(cleo_client):
    assert "The desk is kept by members of CXPA." in page(cleo_client)
    assert cleo_client.post(DESK, {}).status_code == 403
    assert not DeskVolunteer.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, on_the_desk):
    assert client.get(DESK).url.startswith(reverse("account_login"))
    assert client.post(reverse("questions:claim", args=[on_the_desk.pk])).status_code == 302
    assert not DeskClaim.objects.exists()


# --- What waits there -----------------------------------------------------------------------------------------------


def test_the_desk_shows_what_waits_the_most_pressing_first(eli_client, eli_at_desk, make_question, clock, monday):
    make_question(title="Asked a little later", now=monday + 2 * HOUR)
    make_question(title="Asked at nine o'clock")
    make_question(title="Asked only yesterday", now=monday + 24 * HOUR)
    clock(monday + 40 * HOUR)
    shown = [each.topic.title for each in eli_client.get(DESK).context["waiting"]]
    assert shown == ["Asked at nine o'clock", "Asked a little later"]
    assert "answer promised by" in page(eli_client)


def test_an_empty_desk_says_so(eli_client, eli_at_desk):
    assert "Nothing waits." in page(eli_client)


def test_without_a_place_nothing_is_shown(eli_client, on_the_desk):
    assert "Who owns the journey?" not in page(eli_client)


def test_nobody_finds_there_what_they_may_not_read_asked_or_blocked(
    make_question, make_board, eli, eli_client, eli_at_desk, hana, cleo, clock, monday, maya
):
    make_question(title="By somebody I blocked", by=hana)
    make_question(title="By myself, of course", by=eli)
    make_question(title="It is hidden now").hide(by=maya)
    make_question(title="For members only", board=make_board(audience="members"))
    Block.put(by=eli, on=hana)
    clock(monday + 40 * HOUR)
    assert [each.topic.title for each in eli_client.get(DESK).context["waiting"]] == ["For members only"]
    eli.belong_until(timezone.now() - HOUR, by=None)
    assert "waiting" not in eli_client.get(DESK).context or not eli_client.get(DESK).context["waiting"]


def test_an_answer_takes_it_off_the_desk(eli_client, eli_at_desk, on_the_desk, hana):
    take(eli_client, on_the_desk)
    on_the_desk.reply(by=hana, body="We do.")
    assert "Nothing waits." in page(eli_client)
    assert DeskClaim.objects.get().ended_at


def test_the_desk_costs_the_same_at_any_length(eli_client, eli_at_desk, make_question, make_person, clock):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            shown = eli_client.get(DESK).context["waiting"]
        return len(shown), len(queries)

    def fill(count):
        for number in range(count):
            promise = make_question(title=f"Question number {number}", by=make_person(), now=MONDAY).promise
            DeskClaim.objects.create(promise=promise, person=make_person(), at=MONDAY, until=MONDAY + 99 * HOUR)

    clock(MONDAY + 40 * HOUR)
    fill(1)
    cost()
    assert cost() == (1, 8)  # session, person, news, the place, its subjects, groups, what waits, who has it
    fill(29)
    assert cost() == (30, 8)


# --- One question in one pair of hands ------------------------------------------------------------------------------


def test_a_volunteer_takes_a_question_and_the_others_see_it(eli_client, hana_client, hana, eli_at_desk, on_the_desk):
    DeskVolunteer.sign_up(by=hana)
    answer = take(eli_client, on_the_desk)
    assert "You have it. The others at the desk see that." in answer.content.decode()
    assert "Somebody at the answer desk is on it." in answer.content.decode()
    assert "You have it until" in page(eli_client)
    assert "Eli Brandt has it until" in page(hana_client)
    assert "I take this" not in page(hana_client)


def test_it_is_theirs_for_six_hours_that_count(eli, eli_at_desk, make_question, monday, clock):
    question = make_question(now=monday + timedelta(days=3))
    friday = monday + timedelta(days=4, hours=13)  # 22:00: two hours before the weekend
    assert DeskClaim.take(question.promise, by=eli, now=friday).until == monday + timedelta(days=6, hours=19)


def test_who_comes_second_hears_who_has_it(eli_client, hana_client, hana, eli_at_desk, on_the_desk):
    DeskVolunteer.sign_up(by=hana)
    take(eli_client, on_the_desk)
    assert "Eli Brandt has just taken this one." in take(hana_client, on_the_desk).content.decode()
    assert DeskClaim.objects.count() == 1


def test_taken_twice_by_the_same_hands_it_is_taken_once(eli_client, eli_at_desk, on_the_desk):
    take(eli_client, on_the_desk)
    until = DeskClaim.objects.get().until
    take(eli_client, on_the_desk)
    assert DeskClaim.objects.get().until == until
    assert Entry.objects.filter(action="questions.taken").count() == 1


def test_given_back_it_is_free_for_others(eli_client, hana_client, hana, eli_at_desk, on_the_desk):
    DeskVolunteer.sign_up(by=hana)
    take(eli_client, on_the_desk)
    assert "Others can take it now." in give_back(eli_client, on_the_desk).content.decode()
    assert give_back(eli_client, on_the_desk).status_code == 404, "there is nothing more to give back"
    take(hana_client, on_the_desk)
    assert DeskClaim.objects.standing().get().person == hana


def test_what_nobody_came_to_in_time_is_free_again(eli_client, hana_client, hana, eli_at_desk, on_the_desk, clock):
    DeskVolunteer.sign_up(by=hana)
    take(eli_client, on_the_desk)
    clock(7 * HOUR)
    assert "I take this" in page(hana_client)
    take(hana_client, on_the_desk)
    assert DeskClaim.objects.standing().get().person == hana
    assert DeskClaim.objects.count() == 2


def test_nobody_holds_more_than_three(eli, eli_at_desk, make_question):
    for number in range(MOST_TAKEN):
        DeskClaim.take(make_question(title=f"Question number {number}").promise, by=eli)
    with pytest.raises(Refused, match="before the next"):
        DeskClaim.take(make_question(title="One too many").promise, by=eli)


def test_what_is_answered_meanwhile_cannot_be_taken(eli, eli_at_desk, on_the_desk, hana):
    promise = on_the_desk.promise
    on_the_desk.reply(by=hana, body="We do.")
    with pytest.raises(Refused, match="answered it meanwhile"):
        DeskClaim.take(promise, by=eli)


def test_only_who_sits_at_the_desk_takes_from_it(hana_client, on_the_desk, eli, eli_at_desk):
    assert hana_client.post(reverse("questions:claim", args=[on_the_desk.pk])).status_code == 403
    DeskClaim.take(on_the_desk.promise, by=eli)
    assert give_back(hana_client, on_the_desk).status_code == 404
    assert DeskClaim.objects.standing().get().person == eli


def test_what_is_not_on_the_desk_yet_is_not_there(eli_client, eli_at_desk, make_question):
    assert eli_client.post(reverse("questions:claim", args=[make_question().pk])).status_code == 404


@pytest.mark.parametrize("name", ["claim", "claim_withdrawal"])
def test_looking_at_the_address_takes_nothing(eli_client, eli_at_desk, on_the_desk, name):
    assert eli_client.get(reverse(f"questions:{name}", args=[on_the_desk.pk])).status_code == 405
    assert not DeskClaim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_the_same_moment_are_told_apart(eli, hana, on_the_desk, monkeypatch):
    for person in [eli, hana]:
        DeskVolunteer.sign_up(by=person)
    together, both_read = Barrier(2, timeout=10), Barrier(2, timeout=1)

    def grab(person):
        together.wait()
        try:
            DeskClaim.take(on_the_desk.promise, by=person)
            return "taken"
        except Taken:
            return "refused"
        finally:
            connection.close()

    def look(person):
        """The control: without the lock both see it free at the same time."""
        try:
            together.wait()
            free = not DeskClaim.objects.standing().filter(promise=on_the_desk.pk).exists()
            both_read.wait()
            return free
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(look, [eli, hana])) == [True, True]
        assert sorted(both.map(grab, [eli, hana])) == ["refused", "taken"]
    assert DeskClaim.objects.filter(ended_at=None).count() == 1
    assert Promise.objects.get().is_running

"""Who hears that a question waits: members after 24 hours, the answer desk after 36, staff after 48."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Tag
from forums.questions.models import DeskVolunteer, Promise, Told
from forums.questions.promise import ladder
from forums.questions.promise.telling import MOST_A_WEEK, MOST_ASKED
from forums.questions.tasks import keep_the_promise
from forums.reading.models import Level, Reading, Reason, Watch
from members.connections.models import Block
from members.mail.models import Mail, Notice
from members.subjects.models import Subject

HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def waiting(make_question):
    """A question by Ann, tagged."""
    return make_question(tags=["mapping"])


@pytest.fixture
def knows(make_person):
    """`knows(person=None)`: somebody who follows the tag of the question, and so could answer it."""

    def know(person=None, word="mapping"):
        person = person or make_person()
        Watch.choose(person, tag=Tag.by_name([word])[word], level=Level.FOLLOWING)
        return person

    return know


@pytest.fixture
def hours_later(clock, monday):
    """So many hours after the question; what is due is done."""

    def go(hours):
        clock(monday + hours * HOUR + timedelta(minutes=2))
        keep_the_promise()

    return go


def told(rung):
    return set(Told.objects.filter(rung=rung).values_list("person", flat=True))


def letters(kind):
    return Mail.objects.filter(kind=f"forums/questions/{kind}")


def test_nobody_is_told_before_a_day_is_over(waiting, knows, hours_later):
    knows()
    hours_later(23)
    assert not Told.objects.exists()


def test_after_a_day_those_who_know_the_subject_hear_of_it(waiting, knows, hours_later, make_person, carol):
    expert, other = knows(), make_person()
    hours_later(24)
    assert told("members") == {expert.pk}
    notice = Notice.objects.get(kind="forums/questions/could_answer")
    assert (notice.person, notice.url) == (expert, waiting.get_absolute_url())
    assert letters("could_answer").get().to == expert
    assert not other.notices.exists()
    assert not letters("late").exists()


def test_the_letter_says_what_waits_and_until_when(waiting, knows, hours_later):
    expert = knows()
    type(expert).objects.filter(pk=expert.pk).update(time_zone="Asia/Tokyo")
    hours_later(24)
    letter = letters("could_answer").get()
    letter.render()
    assert letter.subject == "“Who owns the journey?” has waited a day; you could answer it"
    assert "Wednesday 25 November, 18:00 (your time)" in letter.text
    assert waiting.get_absolute_url() in letter.text


def test_at_most_ten_are_asked(waiting, knows, hours_later):
    for _each in range(MOST_ASKED + 3):
        knows()
    hours_later(24)
    assert len(told("members")) == MOST_ASKED


def test_nobody_is_asked_more_often_than_three_times_a_week(make_question, knows, hours_later):
    expert = knows()
    for number in range(MOST_A_WEEK + 2):
        make_question(title=f"Who owns journey number {number}?", tags=["mapping"])
    hours_later(25)
    assert Told.objects.filter(person=expert).count() == MOST_A_WEEK


def test_who_may_not_want_to_hear_or_may_not_read_does_not(
    make_question, make_board, knows, hours_later, ann, cleo, eli
):
    question = make_question(tags=["mapping"], board=make_board(audience="members", posting="members"))
    blocked, blocking, muted, asker, outside = knows(), knows(), knows(), knows(ann), knows(cleo)
    Block.put(by=ann, on=blocked)
    Block.put(by=blocking, on=ann)
    Reading.watch(muted, question, reason=Reason.CHOSE, level=Level.MUTED)
    knows(eli)
    for person in [blocked, blocking, muted, asker, outside, eli]:
        DeskVolunteer.sign_up(by=person)
    hours_later(24)
    assert told("members") == {eli.pk}
    hours_later(36)
    assert told("desk") == set(), "eli has heard of it already"


def test_after_a_day_and_a_half_the_desk_hears_of_it(waiting, hours_later, eli, hana, maya):
    here = DeskVolunteer.sign_up(by=eli)
    DeskVolunteer.sign_up(by=hana, away_until=timezone.localdate() + timedelta(days=20))
    hours_later(36)
    assert told("desk") == {here.person_id}
    notice = Notice.objects.get(kind="forums/questions/desk")
    assert (notice.headline, notice.url) == (
        "“Who owns the journey?” came to the answer desk",
        reverse("questions:desk"),
    )
    assert letters("desk").count() == 1


def test_the_desk_hears_of_the_subjects_it_chose(waiting, hours_later, eli, hana):
    insight, strategy = Subject.objects.competencies()[:2]
    Tag.objects.filter(name="mapping").update(subject=insight.subjects.first())
    DeskVolunteer.sign_up(by=eli, subjects=[insight])
    DeskVolunteer.sign_up(by=hana, subjects=[strategy])
    hours_later(36)
    assert told("desk") == {eli.pk}


def test_who_is_no_member_any_more_hears_nothing_from_the_desk(waiting, hours_later, bob):
    DeskVolunteer.objects.create(person=bob)
    hours_later(36)
    assert told("desk") == set()


def test_after_two_days_staff_hear_of_it_and_it_stands_in_their_queue(
    waiting, hours_later, carol, carol_client, make_person
):
    helper, other = make_person(is_staff=True), make_person(is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="change_promise"))
    hours_later(48)
    assert told("staff") == {carol.pk, helper.pk}
    assert letters("late").count() == 2
    assert not other.notices.exists()
    page = carol_client.get(reverse("admin:index"))
    [queue] = [queue for queue in page.context["queues"] if queue.label == "Questions past their promise"]
    assert queue.count == 1
    assert "Who owns the journey?" in carol_client.get(queue.url).content.decode()


def test_each_rung_is_told_once(waiting, knows, hours_later, eli):
    knows()
    DeskVolunteer.sign_up(by=eli)
    for hours in [24, 24, 30, 36, 36, 40, 48, 48, 60, 100]:
        hours_later(hours)
    assert Told.objects.count() == Mail.objects.filter(kind__startswith="forums/questions/").count() == 2


def test_what_an_outage_missed_is_caught_up_by_the_highest_rung_alone(waiting, knows, hours_later, eli, carol):
    knows()
    DeskVolunteer.sign_up(by=eli)
    hours_later(200)
    assert (told("members"), told("desk"), told("staff")) == (set(), set(), {carol.pk})
    assert Promise.objects.get().next_at is None


def test_half_missed_the_ladder_goes_on_in_order(waiting, knows, hours_later, eli, carol):
    knows()
    DeskVolunteer.sign_up(by=eli)
    hours_later(37)
    assert (told("members"), told("desk")) == (set(), {eli.pk})
    hours_later(48)
    assert told("staff") == {carol.pk}


def test_an_answered_question_is_left_in_peace(waiting, knows, hours_later, eli):
    expert = knows()
    waiting.reply(by=eli, body="We do.")
    hours_later(60)
    assert not expert.notices.filter(kind__startswith="forums/questions/").exists()


def test_an_answer_that_is_taken_away_goes_on_where_it_stopped(waiting, knows, hours_later, eli, maya, carol):
    expert = knows()
    hours_later(24)
    answer = waiting.reply(by=eli, body="Buy it.")
    hours_later(30)
    answer.hide(by=maya)
    hours_later(48)
    assert (told("members"), told("staff")) == ({expert.pk}, {carol.pk})


def test_the_weekend_tells_nobody(make_question, knows, clock, monday):
    expert = knows()
    friday = monday + timedelta(days=4)
    make_question(tags=["mapping"], now=friday)
    for days, heard in [(5, False), (6, False), (6.9, False), (7.1, True)]:
        clock(monday + timedelta(days=days))
        keep_the_promise()
        assert letters("could_answer").filter(to=expert).exists() is heard, days


def test_on_a_board_that_closed_its_doors_those_within_are_told(waiting, knows, hours_later):
    within, _outside = knows(), knows()
    board = waiting.board
    board.audience, board.group = "group", Group.objects.create(name="A few of us")
    board.save(update_fields=["audience", "group"])
    within.groups.add(board.group)
    hours_later(24)
    assert told("members") == {within.pk}


def test_one_that_fails_does_not_hold_up_the_others(make_question, knows, hours_later, monkeypatch):
    expert = knows()
    first = make_question(title="The one that breaks things", tags=["mapping"])
    make_question(title="The one behind it in line", tags=["mapping"])
    tell = ladder.tell

    def broken(promise, rung, *, now):
        if promise.topic == first:
            raise RuntimeError
        return tell(promise, rung, now=now)

    monkeypatch.setattr(ladder, "tell", broken)
    hours_later(24)
    assert Told.objects.get().person == expert
    monkeypatch.setattr(ladder, "tell", tell)
    hours_later(25)
    assert Told.objects.count() == 2, "it is tried again"


@pytest.mark.django_db(transaction=True)
def test_a_second_clock_passes_over_what_the_first_is_telling(waiting, knows, clock, monday, monkeypatch):
    knows()
    clock(monday + 25 * HOUR)
    telling, other_is_done, tellings = Event(), Event(), []
    tell = ladder.tell

    def slowly(promise, rung, *, now):
        tellings.append(rung)
        telling.set()
        assert other_is_done.wait(10)
        return tell(promise, rung, now=now)

    monkeypatch.setattr(ladder, "tell", slowly)

    def tick():
        try:
            return ladder.keep_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        first = both.submit(tick)
        assert telling.wait(10)
        second = both.submit(tick).result(5)
        other_is_done.set()
        assert (first.result(10), second) == (1, 0)
    assert tellings == ["members"]
    assert letters("could_answer").count() == 1

"""A question begins its clock, an answer stops it, and what happens to either moves it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Topic
from forums.questions.models import DeskVolunteer, Promise, Told
from forums.questions.models.promises import Rung
from forums.questions.promise.answered import note_first_answers
from forums.questions.promise.ladder import keep_due
from forums.questions.promise.receivers import begin_or_keep
from forums.questions.turning import turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

HOUR = timedelta(hours=1)


def words(client, topic):
    """What the page of the question says of its clock."""
    page = client.get(topic.get_absolute_url()).content.decode()
    return " ".join(page.partition('<p class="promised')[2].partition("</p>")[0].partition(">")[2].split())


def row(topic):
    topic.refresh_from_db()
    return topic


def test_a_question_says_until_when_an_answer_is_promised(client, make_question):
    question = make_question()
    assert row(question).promised_until - question.created_at == 48 * HOUR
    assert ">Wednesday 09:00</time> UTC." in words(client, question)


def test_the_reader_sees_it_by_their_own_clock(hana_client, hana, make_question):
    type(hana).objects.filter(pk=hana.pk).update(time_zone="Asia/Tokyo")
    assert ">Wednesday 18:00</time> (your time)." in words(hana_client, make_question())


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("Pacific/Pago_Pago", "2026-12-01 07:00"),  # Friday, 07:00 there: 17 hours before the weekend
        ("Pacific/Kiritimati", "2026-12-02 00:00"),  # Saturday there: from Monday on
    ],
)
def test_the_weekend_is_that_of_whoever_asked(ann, make_question, monday, zone, until):
    ann.time_zone = zone
    make_question(now=monday + timedelta(days=4, hours=9))  # Friday, 18:00 in UTC
    promise = Promise.objects.get()
    assert f"{promise.until.astimezone(promise.zone_info):%Y-%m-%d %H:%M}" == until


def test_it_rests_for_the_weekend_and_says_so(client, make_question, clock, monday):
    question = make_question(now=monday + timedelta(days=3, hours=12))  # Thursday, 21:00
    clock(monday + timedelta(days=5))
    said = words(client, question)
    assert ">Monday 21:00</time> UTC." in said
    assert "rests for the weekend" in said
    assert ">Monday 00:00</time>" in said
    lists = client.get(reverse("forums:unanswered")).content.decode()
    assert "the clock rests for the weekend" in lists


def test_an_answer_stops_it(client, make_question, eli, clock, monday):
    question = make_question()
    clock(monday + 5 * HOUR + timedelta(minutes=1))
    answer = question.reply(by=eli, body="We do.")
    assert (row(question).first_answer_at, question.promised_until) == (answer.created_at, None)
    promise = Promise.objects.get()
    assert promise.counted_seconds // 3600 == promise.wall_seconds // 3600 == 5
    assert "Answered after 5 hours." in words(client, question)
    assert "answered after 5 hours" in client.get(reverse("forums:latest")).content.decode()


def test_a_weekend_does_not_count_but_was_waited(make_question, eli, monday):
    question = make_question(now=monday + timedelta(days=4))  # Friday
    question.reply(by=eli, body="We do.", now=monday + timedelta(days=7))
    promise = Promise.objects.get()
    assert (promise.counted_seconds, promise.wall_seconds) == (24 * 3600, 72 * 3600)


def test_what_the_asker_adds_is_no_answer(make_question, ann, eli):
    question = make_question()
    question.reply(by=ann, body="I forgot to say: in a bank.")
    assert row(question).first_answer_at is None
    answer = question.reply(by=eli, body="We do.")
    assert row(question).first_answer_at == answer.created_at


def test_the_first_answer_counts_and_no_later_one(make_question, eli, hana):
    question = make_question()
    first = question.reply(by=eli, body="We do.")
    question.reply(by=hana, body="They do.")
    assert row(question).first_answer_at == first.created_at


def test_later_replies_cost_nothing_more(make_question, eli, django_assert_num_queries):
    question = make_question()
    answer = question.reply(by=eli, body="We do.")
    answer.topic = row(question)
    with django_assert_num_queries(0):
        begin_or_keep(sender=type(answer), post=answer)


def test_an_answer_that_is_hidden_gives_the_clock_back_and_restored_takes_it(client, make_question, eli, maya):
    question = make_question()
    until = row(question).promised_until
    answer = question.reply(by=eli, body="Buy my tool.")
    answer.hide(by=maya)
    assert (row(question).first_answer_at, question.promised_until) == (None, until)
    assert "An answer is promised" in words(client, question)
    answer.restore(by=maya)
    assert (row(question).first_answer_at, question.promised_until) == (answer.created_at, None)
    assert Promise.objects.get().is_running is False


def test_a_hidden_answer_leaves_the_next_one_as_the_first(make_question, eli, hana, maya):
    question = make_question()
    first, second = question.reply(by=eli, body="Buy it."), question.reply(by=hana, body="We do.")
    first.hide(by=maya)
    assert row(question).first_answer_at == second.created_at


def test_closing_ends_it_and_opening_again_begins_it_anew(client, make_question, ann, clock, monday):
    question = make_question()
    question.close(by=ann)
    assert row(question).promised_until is None
    assert words(client, question) == ""
    clock(monday + timedelta(days=14))
    question.reopen(by=ann)
    assert row(question).promised_until - timezone.now() > 47 * HOUR


def test_hiding_ends_it_and_restoring_begins_it_anew(make_question, maya):
    question = make_question()
    question.hide(by=maya)
    assert Promise.objects.running().count() == 0
    question.restore(by=maya)
    assert Promise.objects.running().count() == 1


def test_a_question_whose_words_are_hidden_waits_for_nothing(make_question, maya):
    question = make_question()
    question.posts.get(number=1).hide(by=maya)
    assert row(question).promised_until is None


def test_a_discussion_that_becomes_a_question_is_asked_then(make_topic, ann, clock, monday):
    topic = make_topic()
    assert not Promise.objects.exists()
    clock(monday + timedelta(days=7))
    turn(topic, into=Topic.QUESTION, by=ann)
    assert row(topic).promised_until - timezone.now() > 47 * HOUR
    turn(topic, into=Topic.DISCUSSION, by=ann)
    assert row(topic).promised_until is None


@pytest.mark.parametrize("audience", ["everyone", "accounts", "members"])
def test_it_is_promised_on_every_board(make_question, make_board, audience):
    question = make_question(board=make_board(audience=audience))
    assert row(question).promised_until


def test_in_a_group_its_own_people_are_told(make_question, make_board, make_person, ann, hana, clock, monday):
    group = Group.objects.create(name="A few of us")
    for person in [ann, hana]:
        person.groups.add(group)
    outside = make_person()
    DeskVolunteer.objects.create(person=hana)
    DeskVolunteer.objects.create(person=outside)
    for about in [{"audience": "group", "group": group}, {"posting": "group", "posting_group": group}]:
        question = make_question(board=make_board(**about))
        assert row(question).promised_until
    clock(monday + 37 * HOUR)
    assert keep_due() == 2
    assert {told.person for told in Told.objects.filter(rung=Rung.DESK)} == {hana}
    assert Promise.objects.readable_by(ann).count() == 2
    assert Promise.objects.readable_by(outside).count() == 1


def test_who_asks_without_a_name_lives_in_utc_for_the_clock(ann, make_question):
    question = make_question()
    Promise.objects.all().delete()
    question.speaks_as = "CX director · insurance"
    question.author.time_zone = "Pacific/Kiritimati"
    Promise.begin(question)
    assert Promise.objects.get().zone == "UTC"


def test_who_replies_under_the_other_voice_counts_as_somebody_else(make_question, ann):
    """Else a clock that goes on would tell who asked."""
    nameless = make_question()
    Topic.objects.filter(pk=nameless.pk).update(speaks_as="CX director · insurance")
    nameless.posts.update(speaks_as="CX director · insurance")
    answer = nameless.reply(by=ann, body="Somebody told me once.")
    assert row(nameless).first_answer_at == answer.created_at


def test_a_question_from_before_has_its_answer_and_no_clock(client, make_question, eli):
    old, waiting = make_question(title="Who owned it then?"), make_question(title="Who owns nothing?")
    answer = old.reply(by=eli, body="We did.")
    Promise.objects.all().delete()
    Topic.objects.update(first_answer_at=None, promised_until=None)
    assert note_first_answers() == 1
    assert (row(old).first_answer_at, old.promised_until) == (answer.created_at, None)
    assert words(client, waiting) == ""
    assert note_first_answers() == 0


@pytest.mark.parametrize("kind", ["discussion", "poll"])
def test_nothing_is_promised_to_what_is_no_question(client, make_topic, kind):
    poll = {"options": ["By stages", "By jobs"]} if kind == "poll" else None
    topic = make_topic(kind=kind, poll=poll)
    assert words(client, topic) == ""
    assert not Promise.objects.exists()


def test_a_late_one_says_by_how_much_and_who_knows(client, make_question, clock, monday):
    question = make_question()
    clock(monday + 51 * HOUR)
    assert "late by 3 hours" in words(client, question)
    assert "answer late by 3 hours" in client.get(reverse("forums:latest")).content.decode()

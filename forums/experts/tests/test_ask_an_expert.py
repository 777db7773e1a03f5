"""Putting a question to somebody by name: a place is taken, the expert is told, and in the end everybody is asked."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from forums.discussions.models import Planned, Topic
from forums.discussions.planning import publish
from forums.experts.matching import people_for
from forums.experts.models import Capacity, Expertise, NoPlaceLeft, NotReferable, Referral, month_of
from forums.experts.models.referrals import working_days_after
from forums.experts.places import places_of
from forums.experts.tasks import open_up
from members.audit.models import Entry
from members.connections.models import Block
from members.mail.delivery import deliver_due
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db

ASK = "/discussions/ask/"
TITLE = "Who owns a journey that crosses three departments?"


def sent(board, expert="eli-brandt", **changes):
    fields = {"kind": "question", "board": board.slug, "title": TITLE, "body": "Ours has six owners.", "when": "now"}
    return fields | {"expert": expert, "token": str(uuid4())} | changes


def words_of(response):
    return response.content.decode()


@pytest.fixture
def asked(expert, board, ann):
    """What Ann asked Eli, as a Referral."""
    topic = Topic.start(board=board, by=ann, title=TITLE, body="Ours has six.", kind="question")
    return Referral.ask(expert, topic=topic, by=ann)


@pytest.fixture
def hana_helps(make_expertise, hana):
    return make_expertise(person=hana, monthly=1)


def test_the_form_says_whom_one_asks_and_the_expert_is_told(ann_client, ann, eli, expert, board):
    assert "You are asking Eli Brandt about Journey mapping." in words_of(ann_client.get(f"{ASK}?expert=eli-brandt"))
    topic = Topic.objects.get(pk=ann_client.post(ASK, sent(board)).url.split("/")[2])
    referral = Referral.objects.get()
    assert (referral.topic, referral.expertise, referral.state) == (topic, expert, "asked")
    assert Notice.objects.get(person=eli, kind="forums/experts/asked").headline == f"Ann Okafor asks you: “{TITLE}”"
    assert Mail.objects.get(kind="forums/experts/asked").to == eli
    assert "You are asked" not in words_of(ann_client.get(topic.get_absolute_url()))
    assert "Put to" in words_of(ann_client.get(topic.get_absolute_url()))
    assert places_of([eli])[eli.pk].left == 1


def test_sent_twice_it_asks_once(ann_client, expert, board):
    form = sent(board)
    first, second = ann_client.post(ASK, form), ann_client.post(ASK, form)
    assert first.url == second.url
    assert Topic.objects.filter(title=TITLE).count() == Referral.objects.count() == 1


def test_without_a_place_nothing_is_begun_nothing_is_lost_and_others_are_offered(
    ann_client, eli, expert, board, hana_helps
):
    Capacity.choose(0, by=eli)
    page = words_of(ann_client.post(ASK, sent(board)))
    assert "takes no questions by name just now" in page
    assert TITLE in page
    assert "Ours has six owners." in page
    assert 'value="expert:hana-sato journey-mapping"' in page
    assert "Ask everybody instead" in page
    assert not Topic.objects.filter(title=TITLE).exists()


def test_a_full_month_says_so_and_leads_to_the_next_expert(ann_client, asked, expert, board, hana_helps, make_topic):
    Referral.ask(expert, topic=make_topic(kind="question"), by=asked.topic.author)
    month = month_of(asked.expert).strftime("%B")
    assert f"no place left in {month}" in words_of(ann_client.get("/experts/people/eli-brandt/"))
    assert f"Eli Brandt has no place left in {month}." in words_of(ann_client.post(ASK, sent(board)))
    page = words_of(ann_client.post(ASK, sent(board, switch="expert:hana-sato journey-mapping")))
    assert "You are asking Hana Sato about Journey mapping." in page
    assert TITLE in page
    assert Referral.objects.count() == 2


def test_asking_everybody_instead_keeps_what_was_typed(ann_client, expert, board):
    page = words_of(ann_client.post(ASK, sent(board, switch="expert:")))
    assert "You are asking" not in page
    assert TITLE in page
    ann_client.post(ASK, sent(board, expert=""))
    assert Topic.objects.filter(title=TITLE).exists()
    assert not Referral.objects.exists()


def test_what_one_asks_by_name_is_a_question_on_a_board_the_expert_writes_on(
    ann_client, ann, maya, expert, board, make_board
):
    assert "What you ask Eli Brandt is a question." in words_of(ann_client.post(ASK, sent(board, kind="discussion")))
    group = maya.groups.get()
    ann.groups.add(group)
    closed = make_board(audience="group", group=group)
    assert "Eli Brandt cannot write on this board." in words_of(ann_client.post(ASK, sent(closed)))
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["eli", "cleo"])
def test_neither_oneself_nor_by_a_free_account(who, request, expert, board):
    client = request.getfixturevalue(f"{who}_client")
    page = words_of(client.post(ASK, sent(board)))
    assert ("This is you." if who == "eli" else "Asking an expert by name is for members.") in page
    assert not Topic.objects.filter(title=TITLE).exists()


def test_nobody_learns_that_they_are_blocked(ann_client, ann, eli, expert, board):
    Block.put(by=eli, on=ann)
    assert "Eli Brandt takes no questions by name just now." in words_of(ann_client.post(ASK, sent(board)))
    assert not Topic.objects.filter(title=TITLE).exists()


def test_an_unknown_expert_is_asked_nothing(ann_client, board, expert):
    assert "You are asking" not in words_of(ann_client.get(f"{ASK}?expert=nobody"))
    assert "This expert takes no questions any more." in words_of(ann_client.post(ASK, sent(board, expert="nobody")))


def test_a_planned_question_whose_expert_is_full_by_then_is_refused_in_words(ann, eli, expert, board, clock):
    fields = {name: value for name, value in sent(board).items() if name != "when"}
    planned = Planned.plan(by=ann, board=board, title=TITLE, fields=fields, due_at=datetime.now(UTC))
    Capacity.choose(0, by=eli)
    assert publish(planned) is None
    planned.refresh_from_db()
    assert "takes no questions by name just now" in planned.refused


def test_any_reply_of_the_expert_answers(asked, eli, hana):
    asked.topic.reply(by=hana, body="Nobody.")
    asked.refresh_from_db()
    assert asked.state == "asked"
    asked.topic.reply(by=eli, body="The one who is called at night.")
    asked.refresh_from_db()
    assert asked.state == "answered"
    assert places_of([eli])[eli.pk].left == 1, "an answer has taken its place"


def test_the_expert_passes_it_on_to_somebody_with_a_place(eli_client, ann, eli, hana, asked, hana_helps):
    passing = reverse("experts:passing", args=[asked.pk])
    assert passing in words_of(eli_client.get(asked.topic.get_absolute_url()))
    assert "Choose somebody." in words_of(eli_client.post(passing))
    eli_client.post(passing, {"expert": "hana-sato journey-mapping"})
    asked.refresh_from_db()
    assert (asked.state, asked.passed_to.expert) == ("passed", hana)
    assert places_of([eli, hana])[eli.pk].left == 2, "the place is free again"
    assert places_of([eli, hana])[hana.pk].left == 0
    assert Notice.objects.get(person=hana).headline == f"Eli Brandt passed a question on to you: “{TITLE}”"
    assert "passed “" in Notice.objects.get(person=ann, kind="forums/experts/passed").headline
    eli_client.post(passing, {"expert": "hana-sato journey-mapping"})
    assert Referral.objects.count() == 2


def test_it_is_not_passed_to_somebody_who_is_full_or_was_asked(eli, hana, ann, asked, hana_helps, make_topic):
    Referral.ask(hana_helps, topic=make_topic(kind="question"), by=ann)
    with pytest.raises(NoPlaceLeft):
        asked.pass_on(hana_helps, by=eli)
    asked.refresh_from_db()
    assert asked.is_open, "nothing happened"
    Capacity.choose(5, by=hana)
    other = asked.pass_on(hana_helps, by=eli)
    with pytest.raises(NotReferable):
        other.pass_on(asked.expertise, by=hana)


def test_the_expert_says_no_in_words_and_others_are_asked(eli_client, ann, hana, asked, hana_helps):
    refusal = reverse("experts:declining", args=[asked.pk])
    assert "A few words are kinder than none." in words_of(eli_client.post(refusal))
    eli_client.post(refusal, {"words": "I am at sea until June."})
    asked.refresh_from_db()
    assert (asked.state, asked.words) == ("declined", "I am at sea until June.")
    assert "I am at sea until June." in Notice.objects.get(person=ann, kind="forums/experts/declined").headline
    assert "you know about Journey mapping" in Notice.objects.get(person=hana).headline


def test_only_whom_it_was_put_to_may_pass_it_or_say_no(ann_client, asked):
    for name in ["passing", "declining"]:
        assert ann_client.get(reverse(f"experts:{name}", args=[asked.pk])).status_code == 404


def test_after_five_working_days_everybody_is_asked_once(ann, eli, hana, asked, hana_helps, clock):
    clock(asked.due_at - timedelta(minutes=1))
    open_up()
    asked.refresh_from_db()
    assert asked.is_open
    clock(asked.due_at + timedelta(minutes=1))
    open_up()
    open_up()
    asked.refresh_from_db()
    assert asked.state == "opened"
    assert Notice.objects.filter(person=hana, kind="forums/experts/everybody").count() == 1
    assert Notice.objects.filter(person=eli, kind="forums/experts/everybody").count() == 0
    assert (
        "others who know the subject are asked now"
        in Notice.objects.get(person=ann, kind="forums/experts/opened").headline
    )


def test_what_somebody_answered_meanwhile_disturbs_nobody(ann, maya, hana, asked, hana_helps, clock):
    asked.topic.reply(by=maya, body="The one who is called at night.")
    clock(asked.due_at + timedelta(minutes=1))
    open_up()
    asked.refresh_from_db()
    assert asked.state == "opened"
    assert not Notice.objects.filter(kind__in=["forums/experts/everybody", "forums/experts/opened"]).exists()


@pytest.mark.parametrize(
    ("asked_at", "due_at"),
    [
        (datetime(2026, 5, 6, 15, tzinfo=UTC), datetime(2026, 5, 13, 15, tzinfo=UTC)),  # Wednesday to Wednesday
        (datetime(2026, 5, 9, 15, tzinfo=UTC), datetime(2026, 5, 15, 15, tzinfo=UTC)),  # Saturday to Friday
        (datetime(2026, 5, 8, 15, tzinfo=UTC), datetime(2026, 5, 15, 15, tzinfo=UTC)),  # Friday to Friday
    ],
)
def test_weekends_do_not_count(asked_at, due_at):
    assert working_days_after(asked_at, 5, UTC) == due_at


def test_a_month_is_that_of_the_experts_calendar(eli, ann, expert, make_topic, clock):
    eli.time_zone = "Pacific/Auckland"
    eli.save(update_fields=["time_zone"])
    clock(datetime(2026, 4, 30, 11, tzinfo=UTC))  # 23:00 on 30 April in Auckland
    for _place in range(2):
        Referral.ask(expert_of(eli), topic=make_topic(kind="question"), by=ann)
    assert str(places_of([eli])[eli.pk]) == "no place left in April"
    clock(datetime(2026, 4, 30, 13, tzinfo=UTC))  # May has begun there
    assert str(places_of([eli])[eli.pk]) == "2 places left in May"
    assert Referral.ask(expert_of(eli), topic=make_topic(kind="question"), by=ann).month == date(2026, 5, 1)
    assert str(places_of([eli])[eli.pk]) == "1 place left in May"


def expert_of(person):
    return Expertise.objects.select_related("person", "subject").get(person=person)


def rush(ask, topics):
    """Ask with each of `topics` at the same moment; returns how many got a place."""
    start, got = threading.Barrier(len(topics)), []

    def one(topic):
        try:
            start.wait()
            ask(topic)
            got.append(topic)
        except NoPlaceLeft:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[topic]) for topic in topics]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(got)


@pytest.mark.django_db(transaction=True)
def test_two_askers_at_the_same_moment_get_one_place(make_expertise, eli, ann, make_topic, monkeypatch):
    """The control asks in the same way without the lock, and gives the place to both."""
    offer = make_expertise(monthly=1)
    topics = [make_topic(kind="question") for _each in range(2)]

    def ask(topic):
        Referral.ask(expert_of(eli), topic=topic, by=ann)

    assert rush(ask, topics) == 1
    Referral.objects.all().delete()
    both_look, referrals = threading.Barrier(2), type(Referral.objects.all())
    holding = referrals.holding

    def at_once(self):
        both_look.wait(timeout=5)
        return holding(self)

    monkeypatch.setattr(referrals, "holding", at_once)
    monkeypatch.setattr(type(Capacity.objects.all()), "select_for_update", lambda self, **options: self)
    assert rush(ask, topics) == 2
    assert offer.referrals.count() == 2


# --- Without a name ---------------------------------------------------------------------------------------------------


def test_who_asks_without_a_name_is_not_named_to_the_expert_and_hears_in_private(
    ann, eli, hana, expert, hana_helps, nameless_topic, mailoutbox
):
    topic = nameless_topic()
    referral = Referral.ask(expert, topic=topic, by=ann)
    told = Notice.objects.get(person=eli, kind="forums/experts/asked")
    letter = Mail.objects.get(to=eli, kind="forums/experts/asked")
    for words in [told.headline, str(letter.context)]:
        assert topic.voice in words
        assert "Ann" not in words
    assert not Entry.objects.filter(action="experts.asked", by=ann).exists()
    referral.pass_on(hana_helps, by=eli)
    heard = Notice.objects.get(kind="forums/experts/passed")
    assert (heard.person, heard.is_private) == (ann, True)


def test_who_asked_without_a_name_is_not_asked_their_own_question(ann, expert, make_expertise, nameless_topic):
    make_expertise(person=ann)
    topic = nameless_topic()
    Referral.ask(expert, topic=topic, by=ann)
    assert ann not in people_for(topic, most=100)


def test_an_answer_without_a_name_leaves_the_referral_as_it_is(asked, eli, works, crowd):
    works(eli)
    crowd(7)
    asked.topic.reply(by=eli, body="Nobody ever does.", safely=True)
    asked.refresh_from_db()
    assert asked.is_open


def test_the_letter_says_who_asks_what_and_until_when(ann, eli, asked, mailoutbox):
    deliver_due()
    (letter,) = [each for each in mailoutbox if each.to == [eli.email]]
    assert letter.subject == f"Ann Okafor asks you: {TITLE}"
    assert "Ours has six." in letter.body
    assert asked.topic.get_absolute_url() in letter.body
    assert reverse("experts:passing", args=[asked.pk]) in letter.body

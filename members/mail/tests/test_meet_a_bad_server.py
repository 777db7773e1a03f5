"""A mail server that refuses, hangs, hangs up or is away: no letter is lost, and none goes out twice by our doing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.mail.delivery import deliver_due
from members.mail.models import Bounce, Mail, Outage
from members.mail.outbox import send, send_rendered

from .server import Server

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "a journey nobody owns", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture
def server(settings):
    with Server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.3
        yield server


def ask(person, key="post:1"):
    send(KIND, to=person, key=key, **NEWS)


def ask_for_code(person, key="k"):
    send_rendered("accounts", key=key, to=person, address=person.email, subject="Code", text="123", html="")


def later(**after):
    return timezone.now() + timedelta(**after)


def states(mails):
    return [mail.state for mail in mails()]


def test_what_the_server_takes_is_sent_over_one_connection(server, ann, eli, mails):
    ask(ann)
    ask(eli)
    assert deliver_due() == 2
    assert (server.addresses, server.lines) == ([ann.email, eli.email], 1)
    assert [mail.message_id in text for mail, (_to, text) in zip(mails(), server.taken, strict=True)] == [True, True]


@pytest.mark.parametrize("where", ["RCPT", "DATA", "."])
def test_not_now_means_later(server, ann, eli, mails, where):
    server.answers[(where, ann.email)] = "451 4.7.1 greylisted, come back"
    ask(ann)
    ask(eli)
    assert deliver_due() == 1
    assert states(mails) == [Mail.RETRYING, Mail.SENT]
    assert "greylisted" in mails()[0].reason
    assert deliver_due() == 0, "not at once"
    server.answers.clear()
    assert deliver_due(later(minutes=2)) == 1
    assert (mails()[0].state, mails()[0].reason, mails()[0].attempts) == (Mail.SENT, "", 2)


def test_a_full_mailbox_is_given_an_hour(server, ann, mails):
    server.answers[("RCPT", "")] = "452 4.2.2 mailbox full"
    ask(ann)
    deliver_due()
    assert mails()[0].due_at > later(minutes=50)


def test_who_is_always_put_off_is_given_up_in_the_end(server, ann, mails):
    server.answers[("RCPT", "")] = "450 try later"
    ask(ann)
    moment, tries = timezone.now(), 0
    while states(mails) != [Mail.FAILED]:
        deliver_due(moment)
        moment, tries = moment + timedelta(hours=7), tries + 1
        assert tries < 20
    assert tries == 12


def test_never_means_never(server, ann, eli, mails):
    server.answers[(".", ann.email)] = "554 5.6.0 we do not like the words"
    ask(ann)
    ask(eli)
    assert deliver_due() == 1
    assert states(mails) == [Mail.FAILED, Mail.SENT]
    assert not Bounce.objects.exists(), "the address is not to blame"


def test_an_address_that_is_gone_gets_nothing_more_but_codes(server, ann, mails):
    server.answers[("RCPT", ann.email)] = "550 5.1.1 no such mailbox"
    ask(ann)
    deliver_due()
    assert states(mails) == [Mail.BOUNCED]
    assert Bounce.objects.standing().get().address == ann.email
    server.answers.clear()
    ask(ann, key="post:2")
    ask_for_code(ann)
    assert deliver_due() == 1
    assert [mail.state for mail in mails()[1:]] == [Mail.WITHHELD, Mail.SENT]
    assert mails()[1].reason == "Letters to this address come back."


def test_a_refusal_that_does_not_say_why_counts_only_the_third_time(server, ann, mails):
    server.answers[("RCPT", ann.email)] = "550 not here"
    for number in range(3):
        assert not Bounce.objects.standing().exists()
        ask(ann, key=f"post:{number}")
        deliver_due()
    assert states(mails) == [Mail.BOUNCED] * 3
    assert Bounce.objects.standing().exists()


@pytest.mark.parametrize("what", ["hang", "drop"])
def test_a_line_that_breaks_before_the_text_leaves_no_doubt(server, ann, eli, mails, what):
    server.answers[("RCPT", ann.email)] = what
    ask(ann)
    ask(eli)
    assert deliver_due() == 1
    assert states(mails) == [Mail.RETRYING, Mail.SENT], "nobody has the first one: it is tried again"
    server.answers.clear()
    assert deliver_due(later(minutes=2)) == 1
    assert sorted(server.addresses) == sorted([ann.email, eli.email])


@pytest.mark.parametrize("what", ["hang", "drop", "take and drop"])
def test_a_line_that_breaks_after_the_text_leaves_a_reminder_in_doubt(server, ann, eli, mails, what):
    server.answers[(".", ann.email)] = what
    ask(ann)
    ask(eli)
    assert deliver_due() == 1
    assert states(mails) == [Mail.UNKNOWN, Mail.SENT]
    deliver_due(later(days=2))
    assert server.addresses.count(ann.email) == (what == "take and drop"), "never again by itself"


def test_a_code_in_doubt_is_sent_again_with_the_same_message_id(server, ann, mails):
    server.answers[(".", "")] = "take and drop"
    ask_for_code(ann)
    deliver_due()
    assert states(mails) == [Mail.RETRYING]
    server.answers.clear()
    deliver_due(later(minutes=2))
    assert [mails()[0].message_id in text for _to, text in server.taken] == [True, True]


def test_a_server_that_hangs_twice_is_left_alone_for_a_while(server, make_person, mails):
    server.answers[(".", "")] = "hang"
    for _number in range(5):
        ask(make_person())
    deliver_due()
    assert states(mails).count(Mail.UNKNOWN) == 2, "the others are spared"
    assert states(mails).count(Mail.QUEUED) == 3
    assert Outage.objects.lasting().exists()
    server.answers.clear()
    assert deliver_due() == 0, "the pause is not over"
    assert deliver_due(later(seconds=40)) == 3
    assert not Outage.objects.lasting().exists()


@pytest.mark.parametrize("reply", ["421 4.3.2 going down", "530 5.7.0 sign in first"])
def test_a_server_that_takes_nothing_from_us_blames_no_letter(server, make_person, mails, reply):
    server.answers[("MAIL", "")] = reply
    for _number in range(3):
        ask(make_person())
    deliver_due()
    assert Mail.FAILED not in states(mails)
    assert states(mails).count(Mail.QUEUED) == 2
    assert reply[:3] in Outage.objects.lasting().get().reason


def test_a_server_that_lets_us_in_and_takes_nothing_stays_away_until_it_takes_something(server, make_person):
    server.answers[("MAIL", "")] = "421 4.3.2 going down"
    for _number in range(4):
        ask(make_person())
    moment = timezone.now()
    for _try in range(3):
        deliver_due(moment)
        moment = Outage.objects.get().next_try_at
    assert Outage.objects.lasting().get().tries == 3
    server.answers.clear()
    deliver_due(moment)
    assert not Outage.objects.lasting().exists()


def test_a_day_without_a_server_costs_no_letter_an_attempt(settings, server, ann, mails):
    settings.EMAIL_PORT = 9  # nobody is there
    ask(ann)
    moment = timezone.now()
    for _hour in range(24):
        assert deliver_due(moment) == 0
        moment += timedelta(hours=1)
    assert (states(mails), mails()[0].attempts) == ([Mail.QUEUED], 0)
    outage = Outage.objects.get()
    assert outage.tries == 24
    assert "could not be reached" in outage.reason
    settings.EMAIL_PORT = server.port
    assert deliver_due(moment) == 1
    outage.refresh_from_db()
    assert outage.ended_at is not None


def test_the_pause_grows_to_five_minutes_and_no_further(settings, server, ann):
    settings.EMAIL_PORT = 9
    ask(ann)
    moment, pauses = timezone.now(), []
    for _try in range(6):
        deliver_due(moment)
        pauses.append(round((Outage.objects.get().next_try_at - moment).total_seconds()))
        moment = Outage.objects.get().next_try_at
    assert pauses == [30, 60, 120, 240, 300, 300]

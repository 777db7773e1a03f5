"""A worker is killed anywhere: of its letters one at most is in doubt, and the others leave as if nothing had been.

After a crash of the database, which forgets how far workers were, it is the letters of one handful.
"""

import smtplib
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.mail import ledger, outcomes
from members.mail.delivery import deliver_due
from members.mail.ledger import HANDFUL, begin, settle
from members.mail.models import Handful, Mail
from members.mail.models.waiting import MailQuerySet
from members.mail.outbox import send, send_rendered

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "a journey nobody owns", "words": "Words.", "url": "http://portal.example/1/"}


class Killed(BaseException):
    """What nothing in the portal catches."""


def ask(person, count=1):
    for number in range(count):
        send(KIND, to=person, key=f"post:{number}", **NEWS)


def start(mails, now=None):
    """A worker begins them, as one handful."""
    return begin(uuid.uuid4(), mails, now or timezone.now())


def later(**after):
    return timezone.now() + timedelta(**after)


def states(mails):
    return [mail.state for mail in mails()]


@pytest.fixture
def die():
    """`die(at)`: from then on a worker is killed when it sends its letter number `at`, and writes nothing more."""

    def arm(at, after=False):
        gone = []

        class Backend:
            def __init__(self, *_args):
                self.sent = 0

            def open(self):
                pass

            close = open

            def send_messages(self, messages):
                self.sent += 1
                if self.sent == at and not after:
                    gone.append(True)
                    raise Killed
                django_mail.outbox.extend(messages)
                if self.sent == at:
                    gone.append(True)
                    raise Killed

        close, give_back = ledger.Ledger.close, MailQuerySet.give_back
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("members.mail.delivery.get_connection", Backend)
            patch.setattr(ledger.Ledger, "close", lambda self: None if gone else close(self))
            patch.setattr(MailQuerySet, "give_back", lambda self, mails: None if gone else give_back(self, mails))
            with pytest.raises(Killed):
                deliver_due()

    django_mail.outbox = []
    return arm


def test_what_was_claimed_and_not_begun_leaves_after_the_claim_has_run_out(ann, mails, settings):
    ask(ann, 3)
    Mail.objects.claim(timezone.now(), most=10)
    assert deliver_due() == 0, "the worker may still be at it"
    assert states(mails) == [Mail.QUEUED] * 3
    assert deliver_due(later(minutes=3)) == 3


def test_killed_in_the_middle_of_a_letter_only_that_one_is_in_doubt(ann, mails, die):
    ask(ann, 5)
    die(at=3)
    assert states(mails) == [Mail.SENDING] * 5
    django_mail.outbox = []
    assert deliver_due(later(minutes=3)) == 2, "those it had not reached"
    assert states(mails) == [Mail.SENT, Mail.SENT, Mail.SENDING, Mail.SENT, Mail.SENT]
    deliver_due(later(minutes=15))
    assert states(mails) == [Mail.SENT, Mail.SENT, Mail.UNKNOWN, Mail.SENT, Mail.SENT]
    assert mails()[2].reason == "The worker stopped while sending."
    assert [mail.attempts for mail in mails()] == [1] * 5
    assert not Handful.objects.exists()


def test_killed_before_it_was_written_that_a_letter_was_taken_that_letter_is_in_doubt(ann, mails, die):
    ask(ann, 3)
    die(at=2, after=True)
    assert len(django_mail.outbox) == 2
    Mail.objects.settle_stuck(later(minutes=11))
    assert states(mails) == [Mail.SENT, Mail.UNKNOWN, Mail.QUEUED]


def test_killed_in_a_later_handful_those_before_are_long_settled(ann, mails, die):
    ask(ann, HANDFUL + 3)
    die(at=HANDFUL + 2)
    assert states(mails) == [Mail.SENT] * HANDFUL + [Mail.SENDING] * 3
    Mail.objects.settle_stuck(later(minutes=3))
    assert states(mails)[HANDFUL:] == [Mail.SENT, Mail.SENDING, Mail.QUEUED]


def test_after_a_crash_of_the_database_the_whole_handful_is_in_doubt_and_none_is_sent_twice(ann, mails, die):
    ask(ann, HANDFUL + 2)
    die(at=3)
    Handful.objects.all().delete()  # as PostgreSQL does with an unlogged table when it recovers
    assert deliver_due(later(minutes=3)) == 2, "those of the next handful"
    deliver_due(later(minutes=15))
    assert states(mails) == [Mail.UNKNOWN] * HANDFUL + [Mail.SENT] * 2


def test_the_notes_of_workers_are_never_written_to_the_disk():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'mail_handful'")
        assert cursor.fetchone() == ("u",)


def test_a_worker_that_was_given_up_gives_nothing_more_to_the_server(ann, mails, monkeypatch):
    """It hangs in its second letter for so long that another worker takes over."""
    ask(ann, 4)

    class Slow:
        def __init__(self, *_args):
            self.sent = 0

        def open(self):
            pass

        close = open

        def send_messages(self, messages):
            django_mail.outbox.extend(messages)
            self.sent += 1
            if self.sent == 2:
                Mail.objects.settle_stuck(later(minutes=3))

    django_mail.outbox = []
    with monkeypatch.context() as patch:
        patch.setattr("members.mail.delivery.get_connection", Slow)
        deliver_due()
    ids = [message.extra_headers["Message-ID"] for message in django_mail.outbox]
    assert len(ids) == len(set(ids))
    assert states(mails) == [Mail.SENT] * 4


def test_what_a_worker_began_and_did_not_give_waits_again_at_once_when_the_server_goes_away(ann, mails, monkeypatch):
    ask(ann, 5)

    class Closing:
        def __init__(self, *_args):
            self.sent = 0

        def open(self):
            pass

        close = open

        def send_messages(self, messages):
            self.sent += 1
            if self.sent == 2:
                raise smtplib.SMTPResponseException(421, "closing")

    monkeypatch.setattr("members.mail.delivery.get_connection", Closing)
    assert deliver_due() == 1
    assert states(mails) == [Mail.SENT, Mail.RETRYING, Mail.QUEUED, Mail.QUEUED, Mail.QUEUED]
    assert [mail.attempts for mail in mails()] == [1, 1, 0, 0, 0]
    assert not Mail.objects.exclude(claimed_at=None).exclude(state=Mail.SENT).exists()


def test_a_code_in_the_middle_is_sent_again_with_the_same_message_id(ann, mails, die):
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="Code", text="123", html="")
    die(at=1, after=True)
    deliver_due(later(minutes=11))
    assert states(mails) == [Mail.RETRYING]
    deliver_due(later(minutes=20))
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [mails()[0].message_id] * 2


def test_who_comes_back_from_the_dead_sends_nothing_that_another_has_taken(ann, mails):
    ask(ann)
    [mine] = Mail.objects.claim(timezone.now(), most=10)
    assert deliver_due(later(minutes=3)) == 1, "the other worker"
    assert not start([mine])
    assert not settle(mine, outcomes.failed("late"))
    assert states(mails) == [Mail.SENT]


def test_who_was_given_up_too_early_still_says_that_it_arrived(ann, eli, mails):
    ask(ann)
    send_rendered("accounts", key="k", to=eli, address=eli.email, subject="Code", text="123", html="")
    taken = Mail.objects.claim(timezone.now(), most=10)
    assert [start([mail]) for mail in taken] == [[mail] for mail in taken]
    Handful.objects.update(at=1)
    Mail.objects.settle_stuck(later(minutes=11))
    assert set(states(mails)) == {Mail.UNKNOWN, Mail.RETRYING}
    ledger.end(uuid.uuid4(), [(mail, outcomes.sent(timezone.now())) for mail in taken], [])
    assert states(mails) == [Mail.SENT, Mail.SENT]


def test_a_beginning_tried_again_after_the_database_was_away_finds_its_own_work(ann):
    ask(ann)
    [mine] = Mail.objects.claim(timezone.now(), most=10)
    claimed, now = mine.claimed_at, timezone.now()
    assert start([mine], now)
    mine.claimed_at = claimed  # its answer was lost on the way
    assert start([mine], now)


def test_what_became_of_a_handful_is_written_with_the_beginning_of_the_next(ann, django_assert_num_queries):
    ask(ann, 3)
    first, second, third = Mail.objects.claim(timezone.now(), most=10)
    book = ledger.Ledger()
    assert book.begin([first, second], timezone.now()) == [first, second]
    for mail in (first, second):
        assert book.reach(mail)
        book.note(mail, outcomes.sent(timezone.now()))
    with django_assert_num_queries(1):
        assert book.begin([third], timezone.now()) == [third]
    assert set(Mail.objects.filter(state=Mail.SENT)) == {first, second}
    assert Handful.objects.get().letters == [third.pk]


def test_a_letter_costs_one_small_query_and_a_handful_one_more(ann, eli):
    def cost(count, person):
        for number in range(count):
            send(KIND, to=person, key=f"cost:{count}:{number}", **NEWS)
        with CaptureQueriesContext(connection) as queries:
            assert deliver_due() == count
        return len(queries)

    assert cost(3 * HANDFUL, eli) - cost(1, ann) == (3 * HANDFUL - 1) + 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_letter_begin_it_once_and_without_the_check_twice(ann):
    """Both claimed it: the first claim had run out. The control leaves the check out."""

    def both(work):
        def one(mail):
            try:
                return work(mail)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as two:
            return sum(two.map(one, claims()))

    def claims():
        Mail.objects.update(state=Mail.QUEUED, claimed_at=None)
        first = Mail.objects.claim(timezone.now(), most=1)
        return first + Mail.objects.claim(later(minutes=3), most=1)

    def without_check(mail):
        return Mail.objects.filter(pk=mail.pk).update(state=Mail.SENDING)

    ask(ann)
    assert both(lambda mail: len(start([mail]))) == 1
    assert both(without_check) == 2

"""A worker is killed anywhere: of its letters one at most is in doubt, and the others leave as if nothing had been."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.mail import ledger, outcomes
from members.mail.delivery import deliver_due
from members.mail.ledger import begin, settle
from members.mail.models import Mail
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
    assert states(mails) == [Mail.SENT, Mail.SENT, Mail.SENDING, Mail.QUEUED, Mail.QUEUED]
    django_mail.outbox = []
    assert deliver_due(later(minutes=3)) == 2
    deliver_due(later(minutes=15))
    assert states(mails) == [Mail.SENT, Mail.SENT, Mail.UNKNOWN, Mail.SENT, Mail.SENT]
    assert mails()[2].reason == "The worker stopped while sending."


def test_killed_before_it_was_written_that_a_letter_was_taken_that_letter_is_in_doubt(ann, mails, die):
    ask(ann, 3)
    die(at=2, after=True)
    assert states(mails) == [Mail.SENT, Mail.SENDING, Mail.QUEUED]
    assert len(django_mail.outbox) == 2


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
    assert not begin(mine, timezone.now(), text_is_new=False)
    assert not settle(mine, outcomes.failed("late"))
    assert states(mails) == [Mail.SENT]


def test_who_was_given_up_too_early_still_says_that_it_arrived(ann, eli, mails):
    ask(ann)
    send_rendered("accounts", key="k", to=eli, address=eli.email, subject="Code", text="123", html="")
    taken = Mail.objects.claim(timezone.now(), most=10)
    assert all(begin(mail, timezone.now(), text_is_new=False) for mail in taken)
    Mail.objects.settle_stuck(later(minutes=11))
    assert set(states(mails)) == {Mail.UNKNOWN, Mail.RETRYING}
    assert all(settle(mail, outcomes.sent(timezone.now())) for mail in taken)
    assert states(mails) == [Mail.SENT, Mail.SENT]


def test_a_beginning_tried_again_after_the_database_was_away_finds_its_own_work(ann):
    ask(ann)
    [mine] = Mail.objects.claim(timezone.now(), most=10)
    claimed, now = mine.claimed_at, timezone.now()
    assert begin(mine, now, text_is_new=False)
    mine.claimed_at = claimed  # its answer was lost on the way
    assert begin(mine, now, text_is_new=False)


def test_what_became_of_a_letter_is_written_with_the_beginning_of_the_next(ann, django_assert_num_queries):
    ask(ann, 2)
    first, second = Mail.objects.claim(timezone.now(), most=10)
    book = ledger.Ledger()
    book.begin(first, timezone.now(), text_is_new=False)
    book.note(first, outcomes.sent(timezone.now()))
    with django_assert_num_queries(1):
        assert book.begin(second, timezone.now(), text_is_new=False)
    assert Mail.objects.get(pk=first.pk).state == Mail.SENT


def test_a_letter_costs_one_query_more(ann, eli, django_assert_num_queries):
    def cost(count, person):
        for number in range(count):
            send(KIND, to=person, key=f"cost:{count}:{number}", **NEWS)
        with CaptureQueriesContext(connection) as queries:
            assert deliver_due() == count
        return len(queries)

    assert cost(30, eli) - cost(1, ann) == 29


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
    assert both(lambda mail: begin(mail, timezone.now(), text_is_new=False)) == 1
    assert both(without_check) == 2

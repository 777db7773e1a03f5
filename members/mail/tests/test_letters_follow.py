"""A receipt that did not leave because letters to its address came back follows by itself, once, when that is over."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core import mail as django_mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import Bounce, Mail
from members.mail.outbox import send, send_rendered

pytestmark = pytest.mark.django_db
RECEIPT, NEWS = "sample/news", "sample/named"
WORDS = {"subject": "Your receipt", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture(autouse=True)
def _receipts_must_arrive(_sample_kind):
    kinds.register(RECEIPT, label="Receipts", reason="You paid.", is_required=True)
    kinds.register(NEWS, label="Named", reason="You are named.")


@pytest.fixture
def bounce(ann):
    return Bounce.meet(ann.email, "550 5.1.1 unknown user", is_final=True)


def hold(person, kind=RECEIPT, key="paid:1"):
    send(kind, to=person, key=key, **WORDS)
    assert deliver_due() == 0
    assert Mail.objects.get(key=f"{key}:to:{person.pk}").state == Mail.WITHHELD


def confirm(person, address):
    """As allauth does it when somebody opens the letter to a new address of theirs."""
    person.email = address
    person.save(update_fields=["email"])
    confirmed, _new = EmailAddress.objects.get_or_create(user=person, email=address, verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=confirmed)


def arrived():
    return [message.to[0] for message in django_mail.outbox if WORDS["subject"] in message.subject]


def test_staff_say_the_address_works_and_the_receipt_follows_once(ann, carol, bounce):
    hold(ann)
    assert bounce.try_again(by=carol)
    deliver_due()
    assert arrived() == [ann.email]
    assert not bounce.try_again(by=carol)
    deliver_due()
    assert arrived() == [ann.email]


def test_the_person_tries_the_address_and_the_receipt_follows(ann, ann_client, bounce):
    hold(ann)
    ann_client.post(reverse("mail:trial"))
    deliver_due()
    assert arrived() == [ann.email]


def test_the_person_confirms_another_address_and_the_receipt_goes_there(ann, bounce):
    hold(ann)
    confirm(ann, "ann@new.example")
    confirm(ann, "ann@new.example")
    deliver_due()
    assert arrived() == ["ann@new.example"]
    assert Bounce.objects.standing().exists(), "the old one is as it was"


def test_opening_a_letter_at_the_address_proves_it(ann, bounce):
    hold(ann)
    confirm(ann, ann.email)
    deliver_due()
    assert arrived() == [ann.email]
    assert not Bounce.objects.standing().exists()


def test_the_receipt_that_came_back_itself_follows_too(ann, carol, monkeypatch):
    gone = smtplib.SMTPRecipientsRefused({ann.email: (550, b"5.1.1 unknown user")})
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _raising(gone))
        send(RECEIPT, to=ann, key="paid:1", **WORDS)
        assert deliver_due() == 0
    assert Mail.objects.get().state == Mail.BOUNCED
    Bounce.objects.get().try_again(by=carol)
    assert deliver_due() == 1
    assert arrived() == [ann.email]


def test_news_that_was_withheld_stays_so(ann, carol, bounce):
    hold(ann, NEWS)
    bounce.try_again(by=carol)
    assert deliver_due() == 0


@pytest.mark.parametrize(("minutes", "left"), [(5, 1), (20, 0)])
def test_a_code_follows_only_while_it_works_and_to_no_other_address(ann, carol, clock, minutes, left):
    send_rendered("accounts", key="code", to=ann, address=ann.email, subject="Code", text="4F9K", html="")
    Mail.objects.get().bounced("550 5.1.1 unknown user", is_final=True)
    clock(timedelta(minutes=minutes))
    address = ann.email
    confirm(ann, "ann@new.example")
    assert deliver_due() == 0
    confirm(ann, address)
    assert deliver_due() == left


def test_a_trial_that_came_back_is_not_sent_again_beside_the_next(ann, ann_client, clock, bounce):
    ann_client.post(reverse("mail:trial"))
    Mail.objects.get().bounced("550 5.1.1 still unknown", is_final=True)
    clock(timedelta(minutes=16))
    ann_client.post(reverse("mail:trial"))
    assert deliver_due() == 1


def test_what_staff_withheld_does_not_follow(ann, carol, bounce):
    send(RECEIPT, to=ann, key="paid:1", **WORDS)
    Mail.objects.get().withhold(by=carol, reason="It was wrong.")
    bounce.try_again(by=carol)
    assert deliver_due() == 0


def test_a_receipt_whose_text_is_gone_does_not_follow(ann, carol, bounce):
    hold(ann)
    Mail.objects.filter(kind=RECEIPT).without_texts(timezone.now(), 10)
    bounce.try_again(by=carol)
    assert deliver_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_good_tidings_at_once_bring_one_receipt(ann, bounce):
    hold(ann)

    def follow(_number):
        try:
            return Mail.objects.follow_to(ann)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(follow, range(2))) == [0, 1]


def _raising(error):
    def send_messages(self, messages):
        raise error

    return send_messages

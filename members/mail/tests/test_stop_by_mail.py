"""Stopping a kind of letter by sending a mail, for mail programs that know no other way."""

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.incoming.stopping import STOPPED, stop_address
from members.mail.kinds import Channel
from members.mail.models import Choice, Incoming, Mail, Notice, WritingKey
from members.mail.outbox import send
from members.mail.preferences import is_stopped
from members.mail.writing import message_of

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "News", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture
def address(ann, takes_mail):
    return stop_address(ann.pk, KIND)


def letter(person):
    send(KIND, to=person, key="post:1", **NEWS)
    return Mail.objects.get(kind=KIND)


def test_a_letter_names_both_ways_the_link_first(ann, address):
    mail = letter(ann)
    said = message_of(mail).extra_headers
    assert said["List-Unsubscribe"] == f"<{mail.stop_url}>, <mailto:{address}?subject=Stop>"
    assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_where_no_mail_is_taken_there_is_the_link_alone(ann):
    mail = letter(ann)
    assert message_of(mail).extra_headers["List-Unsubscribe"] == f"<{mail.stop_url}>"


def test_what_must_arrive_names_no_way(ann, takes_mail):
    kinds.register(KIND, label="Receipts", reason="You paid.", is_required=True)
    assert "List-Unsubscribe" not in message_of(letter(ann)).extra_headers


def test_a_mail_stops_that_kind_and_one_short_letter_says_so(ann, address, write_by_mail):
    row = write_by_mail(ann, address, "", subject="Stop")
    assert (row.state, row.person) == (Incoming.TAKEN, ann)
    assert is_stopped(ann.pk, KIND)
    assert deliver_due() == 1
    assert django_mail.outbox[0].subject == "We stopped one kind of mail: Sample news"
    assert "mail/stop/" in django_mail.outbox[0].body
    assert not Notice.objects.exists()


def test_sent_again_it_is_not_answered_again(ann, address, write_by_mail):
    for _time in range(3):
        assert write_by_mail(ann, address, "Stop").state == Incoming.TAKEN
    assert Mail.objects.filter(kind=STOPPED).count() == 1


def test_the_address_is_all_the_right_it_takes_and_the_answer_goes_to_its_owner(ann, address, write_by_mail):
    """As with the link: whoever a letter was passed on to, or a mail program's own server, can stop it."""
    write_by_mail("somebody@elsewhere.example", address, "Stop")
    assert is_stopped(ann.pk, KIND)
    deliver_due()
    assert [message.to for message in django_mail.outbox] == [[ann.email]]


def test_it_works_for_ever_also_after_the_owner_made_their_addresses_anew(ann, address, write_by_mail):
    WritingKey.make_anew(ann)
    assert stop_address(ann.pk, KIND) == address
    write_by_mail(ann, address, "Stop")
    assert is_stopped(ann.pk, KIND)


@pytest.mark.parametrize(
    "headers", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}]
)
def test_what_a_machine_answers_stops_nothing(ann, address, write_by_mail, headers):
    assert write_by_mail(ann, address, "I am away.", **headers).state == Incoming.DROPPED
    assert not is_stopped(ann.pk, KIND)
    assert not Mail.objects.exists()


def test_an_address_somebody_made_up_stops_nothing(ann, eli, address, write_by_mail):
    own, other = address.split("@")[0].rpartition("."), stop_address(eli.pk, KIND)
    made_up = other.replace(other.split("@")[0].rpartition(".")[2], own[2])
    assert write_by_mail(ann, made_up, "Stop").state == Incoming.DROPPED
    assert not is_stopped(eli.pk, KIND)


def test_a_kind_that_is_gone_or_must_arrive_is_left_as_it_is(ann, address, write_by_mail, monkeypatch):
    kinds.register(KIND, label="Receipts", reason="You paid.", is_required=True)
    assert write_by_mail(ann, address, "Stop").state == Incoming.TAKEN
    monkeypatch.delitem(kinds._kinds, KIND)
    assert write_by_mail(ann, address, "Stop").state == Incoming.TAKEN
    assert not Choice.objects.exists()


def test_the_link_in_the_answer_brings_it_back(ann, address, write_by_mail, client):
    write_by_mail(ann, address, "Stop")
    client.post(Mail.objects.get(kind=STOPPED).context["url"], {"undo": "1"})
    assert not is_stopped(ann.pk, KIND)


def test_what_is_told_in_the_portal_too_waits_there(ann, address, write_by_mail):
    kinds.register(KIND, label="Sample news", reason="You follow it.", channels=kinds.BY_MAIL_AND_NOTICE)
    write_by_mail(ann, address, "Stop")
    assert Choice.objects.get(person=ann).channel == Channel.NOTICE


def test_the_address_is_no_place_to_write_to(ann, address, ann_client):
    assert address not in ann_client.get(reverse("mail:by_mail")).content.decode()

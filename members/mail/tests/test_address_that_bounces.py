"""Whose letters come back sees it on every page, kindly, and can try the address again or change it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.audit.models import Entry
from members.mail.delivery import deliver_due
from members.mail.models import Bounce, Mail
from members.mail.outbox import send

pytestmark = pytest.mark.django_db
BANNER = "Our letters to ann@cxpa.example come back."
NEWS = {"subject": "News", "words": "Words.", "url": "http://portal.example/1/"}


@pytest.fixture
def bounce(ann):
    return Bounce.meet(ann.email.upper(), "550 5.1.1 <b>unknown</b> user", is_final=True)


def home(client):
    return client.get(reverse("mail:preferences")).content.decode()


def test_nobody_else_sees_the_banner(bounce, ann_client, client_of, eli):
    assert BANNER in home(ann_client)
    assert "come back" not in home(client_of(eli))


def test_the_banner_costs_no_query(ann, ann_client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            home(ann_client)
        return len(queries)

    cost()
    before = cost()
    Bounce.meet(ann.email, "550 5.1.1 unknown", is_final=True)
    assert cost() == before


def test_the_page_says_what_came_back_and_shows_a_strangers_words_as_words(bounce, ann_client):
    said = ann_client.get(reverse("mail:address")).content.decode()
    assert "550 5.1.1 &lt;b&gt;unknown&lt;/b&gt; user" in said
    assert reverse("account_email") in said


def test_it_works_again_sends_a_letter_and_the_banner_goes(bounce, ann, ann_client):
    answer = ann_client.post(reverse("mail:trial"), follow=True).content.decode()
    assert "A letter is on its way to ann@cxpa.example." in answer
    assert BANNER not in home(ann_client)
    assert deliver_due() == 1
    assert django_mail.outbox[0].subject == "Our letters reach you again"
    send("sample/news", to=ann, key="post:1", **NEWS)
    assert deliver_due() == 1


def test_a_letter_that_comes_back_again_brings_the_banner_back(bounce, ann_client):
    ann_client.post(reverse("mail:trial"))
    deliver_due()
    Mail.objects.get().bounced("550 5.1.1 still unknown", is_final=True)
    assert BANNER in home(ann_client)
    assert "Give it a quarter of an hour" in ann_client.post(reverse("mail:trial"), follow=True).content.decode()
    assert Mail.objects.count() == 1


def test_another_address_is_free_of_it(bounce, ann, ann_client):
    ann.email = "ann@new.example"
    ann.save(update_fields=["email"])
    assert "come back" not in home(ann_client)


def test_looking_at_the_address_of_the_button_tries_nothing(bounce, ann_client, client):
    assert ann_client.get(reverse("mail:trial")).status_code == 405
    assert client.post(reverse("mail:trial")).status_code == 302
    assert Bounce.objects.standing().exists()


def test_whose_letters_arrive_is_told_so_and_has_nothing_to_press(ann_client):
    said = ann_client.get(reverse("mail:address")).content.decode()
    assert "Our letters reach you" in said
    assert reverse("mail:trial") not in said
    ann_client.post(reverse("mail:trial"))
    assert not Mail.objects.exists()


def test_three_soft_refusals_count_as_one_for_good_and_a_month_forgives(ann, clock):
    for _time in range(2):
        Bounce.meet(ann.email, "452 mailbox full", is_final=False)
    clock(timedelta(days=31))
    Bounce.meet(ann.email, "452 mailbox full", is_final=False)
    assert not Bounce.objects.standing().exists()
    for _time in range(2):
        Bounce.meet(ann.email, "452 mailbox full", is_final=False)
    assert Bounce.objects.standing().exists()


def test_a_bounce_told_twice_counts_once(ann):
    send("sample/news", to=ann, key="post:1", **NEWS)
    deliver_due()
    mail = Mail.objects.get()
    assert mail.bounced("452 full", is_final=False)
    assert not mail.bounced("452 full", is_final=False)
    assert Bounce.objects.get().times == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_tried_once(ann, bounce):
    def press(_number):
        try:
            return Bounce.objects.get(pk=bounce.pk).try_again(by=ann)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(press, range(2))) == [False, True]
    assert Entry.objects.filter(action="mail.address_tried_again").count() == 1

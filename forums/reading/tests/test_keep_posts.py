"""Kept posts: one press, a note nobody else sees, and a reminder in the morning of one's own day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.reading.models import Bookmark
from forums.reading.reminding import remind
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db


def address(topic, number=1):
    return reverse("forums:keeping", args=[topic.pk, number])


def test_one_press_keeps_a_post_and_twice_is_once(eli_client, eli, topic):
    for _twice in range(2):
        page = eli_client.post(address(topic), {"quick": "1"}, follow=True).content.decode()
    assert "Kept" in page
    assert Bookmark.objects.get().person == eli
    assert "Journey mapping" in eli_client.get(reverse("forums:kept")).content.decode()
    eli_client.post(address(topic), {"drop": "1"})
    eli_client.post(address(topic), {"drop": "1"})
    assert not Bookmark.objects.exists()


def test_pressing_keep_again_leaves_the_note_and_the_reminder(eli_client, eli, topic):
    day = timezone.localdate() + timedelta(days=9)
    eli_client.post(address(topic), {"note": "For March", "remind": "day", "day": day.isoformat()})
    eli_client.post(address(topic), {"quick": "1"})
    bookmark = Bookmark.objects.get()
    assert (bookmark.note, bookmark.is_to_be_reminded) == ("For March", True)
    assert 'value="For March"' in eli_client.get(address(topic)).content.decode()


def test_it_comes_at_nine_of_ones_own_clock(client_of, eli, topic, clock):
    eli.time_zone = "Pacific/Auckland"
    eli.save(update_fields=["time_zone"])
    clock(datetime(2027, 3, 5, 20, 0, tzinfo=ZoneInfo("UTC")))  # the morning of the 6th over there
    client_of(eli).post(address(topic), {"note": "", "remind": "tomorrow"})
    assert Bookmark.objects.get().remind_at == datetime(2027, 3, 7, 9, 0, tzinfo=ZoneInfo("Pacific/Auckland"))


@pytest.mark.parametrize(
    ("today", "monday"), [(date(2027, 3, 5), date(2027, 3, 8)), (date(2027, 3, 7), date(2027, 3, 15))]
)
def test_next_week_is_its_monday_and_never_tomorrow(today, monday, client_of, eli, topic, clock):
    clock(datetime(today.year, today.month, today.day, 12, 0, tzinfo=ZoneInfo("UTC")))
    client_of(eli).post(address(topic), {"remind": "week"})
    assert Bookmark.objects.get().remind_at.date() == monday


@pytest.mark.parametrize("day", ["", "2001-01-01", "next year", "9999-12-31"])
def test_a_day_that_cannot_be_is_said_beside_the_field_and_the_note_stays(eli_client, topic, day):
    page = eli_client.post(address(topic), {"note": "For the workshop", "remind": "day", "day": day})
    assert page.context["form"].errors.keys() == {"day"}
    assert "For the workshop" in page.content.decode()
    assert not Bookmark.objects.exists()


def test_the_reminder_is_a_notice_and_a_letter_once(ann, eli, topic, clock):
    Bookmark.keep(post=topic.posts.get(), by=eli, note="Try this", remind_on=timezone.localdate() + timedelta(days=2))
    assert remind() == 0
    clock(timedelta(days=3))
    assert (remind(), remind()) == (1, 0)
    assert Notice.objects.get(person=eli).headline == (
        "You wanted to come back to “How do you map a journey nobody owns?”: Try this"
    )
    letter = Mail.objects.get(to=eli)
    letter.render()
    assert letter.subject.startswith("Try this")
    assert "Ours has six" in letter.text


def test_of_what_one_may_no_longer_read_nobody_is_reminded(eli, maya, topic, clock):
    Bookmark.keep(post=topic.posts.get(), by=eli, remind_on=timezone.localdate() + timedelta(days=1))
    topic.hide(by=maya)
    clock(timedelta(days=2))
    assert remind() == 0
    assert not Notice.objects.filter(person=eli).exists()


def test_kept_posts_are_ones_own(client, cleo_client, eli, topic, make_topic, make_board):
    Bookmark.keep(post=topic.posts.get(), by=eli, note="A secret thought")
    assert "A secret thought" not in cleo_client.get(reverse("forums:kept")).content.decode()
    assert "A secret thought" not in cleo_client.get(address(topic)).content.decode()
    assert reverse("account_login") in client.post(address(topic), {"quick": "1"}).url
    hidden = make_topic(board=make_board(audience="members"))
    assert cleo_client.post(address(hidden), {"quick": "1"}).status_code == 404


def test_a_hidden_post_stays_kept_without_its_words(eli_client, eli, maya, topic):
    post = topic.reply(by=eli, body="Words to be hidden.")
    Bookmark.keep(post=post, by=eli)
    post.hide(by=maya)
    page = eli_client.get(reverse("forums:kept")).content.decode()
    assert "Words to be hidden" not in page
    assert "This post is no longer here." in page


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(eli, topic, clock):
    for number in range(4):
        post = topic.reply(by=eli, body=f"Number {number}.")
        Bookmark.keep(post=post, by=eli, remind_on=timezone.localdate() + timedelta(days=1))
    clock(timedelta(days=2))

    def work(_worker):
        try:
            return remind()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(workers.map(work, range(2))) == 4
    assert Mail.objects.filter(to=eli, kind="forums/reading/kept").count() == 4

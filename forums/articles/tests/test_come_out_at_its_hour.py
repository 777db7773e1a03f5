"""An article with an hour comes out by the clock: once, also where two look at once, and never before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.articles import publishing
from forums.articles.models import Article
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheduled(make_sent, editor):
    article = make_sent()
    article.schedule(timezone.now() + timedelta(days=2), by=editor)
    return article


def test_it_comes_out_when_its_hour_has_come(scheduled, editor, ann, client, clock):
    assert publishing.publish_due() == 0
    assert client.get(scheduled.get_absolute_url()).status_code == 404
    clock(timedelta(days=2, minutes=10))
    assert [publishing.publish_due(), publishing.publish_due()] == [1, 0]
    assert client.get(scheduled.get_absolute_url()).status_code == 200
    scheduled.refresh_from_db()
    assert (scheduled.published_by, scheduled.due_at, scheduled.topic.author) == (editor, None, ann)
    assert ann.notices.order_by("id").last().headline.endswith("is published")


def test_its_hour_is_that_of_the_editor_and_its_author_reads_their_own(editor, ann, client_of, make_sent):
    for person, zone in [(editor, "Asia/Tokyo"), (ann, "America/New_York")]:
        person.time_zone = zone
        person.save(update_fields=["time_zone"])
    article = make_sent()
    day = timezone.localdate() + timedelta(days=30)
    form = {"decision": "schedule", "at_0": f"{day}", "at_1": "09:00", "words": "", "based_on": 1}
    client_of(editor).post(reverse("articles:decision", args=[article.pk]), form)
    article.refresh_from_db()
    assert article.due_at == datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    theirs = article.due_at.astimezone(ZoneInfo("America/New_York"))
    assert f"{theirs:%H:%M} (America/New York)" in ann.notices.get(headline__contains="comes out on").headline


@pytest.mark.parametrize("at", [("", ""), ("2001-01-01", "09:00"), ("soon", "09:00")])
def test_an_hour_that_is_none_comes_back(at, editor, client_of, make_sent):
    article = make_sent()
    form = {"decision": "schedule", "at_0": at[0], "at_1": at[1], "words": "Well done.", "based_on": 1}
    page = client_of(editor).post(reverse("articles:decision", args=[article.pk]), form).content.decode()
    assert "Well done." in page
    assert Article.objects.get(pk=article.pk).state == "review"


def test_its_hour_can_be_moved_and_taken_away(scheduled, editor, client_of, clock):
    scheduled.schedule(timezone.now() + timedelta(days=5), by=editor)
    clock(timedelta(days=3))
    assert publishing.publish_due() == 0
    form = {"decision": "unschedule", "words": "", "based_on": 1}
    client_of(editor).post(reverse("articles:decision", args=[scheduled.pk]), form)
    clock(timedelta(days=30))
    assert publishing.publish_due() == 0
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.due_at) == ("review", None)


def test_who_was_suspended_meanwhile_does_not_come_out(scheduled, ann, clock):
    ann.is_active = False
    ann.save(update_fields=["is_active"])
    clock(timedelta(days=3))
    assert publishing.publish_due() == 0
    assert Article.objects.get(pk=scheduled.pk).state == "review"


def test_one_that_cannot_come_out_keeps_nobody_waiting(scheduled, make_sent, editor, clock, monkeypatch):
    other = make_sent()
    other.schedule(timezone.now() + timedelta(days=1), by=editor)
    whole = Article.publish

    def broken(self, **about):
        if self.pk == other.pk:
            raise RuntimeError("A board is gone.")
        return whole(self, **about)

    monkeypatch.setattr(Article, "publish", broken)
    clock(timedelta(days=3))
    assert publishing.publish_due() == 1
    assert Article.objects.get(pk=scheduled.pk).is_public
    assert Article.objects.get(pk=other.pk).state == "scheduled", "it is tried again"


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_publish_it_once(scheduled, clock):
    clock(timedelta(days=3))
    together = Barrier(2, timeout=10)

    def tick(_which):
        try:
            together.wait()
            return publishing.publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(tick, range(2))) == 1
    assert Entry.objects.filter(action="articles.published", about_id=scheduled.pk).count() == 1
    assert Notice.objects.filter(headline__contains="is published").count() == 1

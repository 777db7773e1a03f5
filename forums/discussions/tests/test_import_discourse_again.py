"""An import that is started twice, stopped, or started beside another."""

import json
import shutil

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from forums.discussions.discourse import importer, topics
from forums.discussions.models import (
    Board,
    Option,
    PersonOrigin,
    Poll,
    Post,
    PostOrigin,
    PostSearch,
    Tag,
    Tagging,
    Topic,
    TopicOrigin,
)
from members.audit.models import Entry

from .test_import_discourse import COMMUNITY, bring, post, topic

pytestmark = pytest.mark.django_db


WRITTEN = [Board, Topic, Post, PostSearch, Poll, Option, Tag, Tagging, TopicOrigin, PostOrigin, PersonOrigin, Entry]


def everything():
    """A digest of each table an import writes to, and the numbers that the next rows will get."""
    found = {}
    with connection.cursor() as cursor:
        for model in (*WRITTEN, get_user_model()):
            cursor.execute(f"SELECT count(*), sum(hashtextextended(t::text, 0)) FROM {model._meta.db_table} t")
            found[model.__name__] = cursor.fetchone()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        found["sequences"] = cursor.fetchall()
    return found


class Power(Exception):
    """It went."""


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(importer, "BATCH", 1)


def test_twice_changes_nothing():
    bring()
    before = everything()
    said = bring()
    assert everything() == before
    assert "Nothing new came: nothing was changed." in said
    assert "Here already, and left as they are: 4 topics." in said


def stop_at(monkeypatch, where, count):
    """Let the `count`th call of `where` fail as a killed process does: nothing after it happens."""
    owner, name = where
    original, calls = getattr(owner, name), []

    def fails(*args, **options):
        calls.append(1)
        if len(calls) == count:
            raise Power
        return original(*args, **options)

    monkeypatch.setattr(owner, name, fails)
    with pytest.raises(Power):
        bring()
    monkeypatch.setattr(owner, name, original)


@pytest.mark.parametrize("where", [(topics.Rows, "write"), (PostSearch, "index")], ids=["between", "inside"])
def test_stopped_half_way_it_goes_on(monkeypatch, small_batches, where):
    stop_at(monkeypatch, where, 3)
    assert Topic.objects.count() == 2
    assert Post.objects.values("topic").distinct().count() == 2
    bring()
    assert Topic.objects.count() == 4
    assert PostSearch.objects.count() == Post.objects.spoken().count()


def test_stopped_while_people_come_leaves_none_behind_that_the_next_run_would_trip_over(monkeypatch):
    stop_at(monkeypatch, (PersonOrigin.objects, "bulk_create"), 1)
    assert not get_user_model().objects.exists()
    bring()
    assert Topic.objects.count() == 4


def test_links_written_before_a_stop_lead_to_topics_written_after_it(monkeypatch, small_batches):
    stop_at(monkeypatch, (topics.Rows, "write"), 2)
    assert not Topic.objects.filter(origin__external_id=12).exists()
    bring()
    assert f'href="{topic(12).get_absolute_url()}"' in post(101).html


def test_a_repaired_file_comes_with_the_next_run(tmp_path):
    shutil.copytree(COMMUNITY, tmp_path / "discourse")
    bring(tmp_path / "discourse")
    whole = (COMMUNITY / "14.json").read_text().replace('"id": 14,', '"id": 15,')
    (tmp_path / "discourse/15.json").write_text(whole.replace('"id": 8', '"id": 108'))
    assert "Left out: 1" in bring(tmp_path / "discourse")
    assert topic(15).board == Board.objects.get(slug="discourse-8")


def test_a_topic_that_has_grown_there_is_left_and_told(tmp_path):
    shutil.copytree(COMMUNITY, tmp_path / "discourse")
    bring(tmp_path / "discourse")
    path = tmp_path / "discourse/14.json"
    path.write_text(
        path.read_text().replace('"posts": [', '"posts": [' + _another("90", "4", path.read_text()) + ",", 1)
    )
    assert "Of these, 1 hold more posts in the archive than were imported." in bring(tmp_path / "discourse")
    assert topic(14).last_number == 3


def _another(id, number, text):
    post = json.loads(text)["post_stream"]["posts"][0]
    return json.dumps(post | {"id": int(id), "post_number": int(number)})


def test_what_was_written_here_meanwhile_keeps_its_place(monkeypatch, small_batches, ann, make_board):
    stop_at(monkeypatch, (topics.Rows, "write"), 2)
    ours = Topic.start(board=make_board(), by=ann, title="Written in between", body="Hello")
    bring()
    ours.refresh_from_db()
    assert (ours.title, ours.posts.count(), Topic.objects.count()) == ("Written in between", 1, 5)


def test_two_communities_with_the_same_ids_live_side_by_side():
    bring(source="one")
    bring(source="two")
    assert Topic.objects.count() == 8
    assert get_user_model().objects.filter(origins__external_id=21).count() == 2


def test_two_at_the_same_time_are_one_too_many():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [importer.LOCK])
        assert "Another import is running." in bring()
    finally:
        other.close()
    assert not Topic.objects.exists()

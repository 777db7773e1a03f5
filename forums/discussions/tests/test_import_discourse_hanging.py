"""Likes, polls and tags of an imported community: they show, and they go on."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from forums.discussions.discourse import importer
from forums.discussions.models import Ballot, Option, Poll, Post, PostOrigin, Tag, Tagging, Thanks, Topic
from members.mail.models import Notice

from .test_import_discourse import COMMUNITY, bring, post, topic

pytestmark = pytest.mark.django_db

OPTIONS = [{"id": "a1", "html": "Ask", "votes": 3}, {"id": "a2", "html": "Fix", "votes": 1}]


@pytest.fixture
def community():
    return bring()


@pytest.fixture
def bring_poll(tmp_path):
    """Import topic 12 with `changes` to its poll, and to the topic; returns the Poll, or None."""

    def bring_it(of_topic=None, **changes):
        data = json.loads((COMMUNITY / "12.json").read_text())
        given = {"name": "poll", "type": "regular", "status": "open", "results": "always", "options": OPTIONS}
        data["post_stream"]["posts"][0]["polls"] = [given | {"voters": 4} | changes]
        (tmp_path / "12.json").write_text(json.dumps(data | {"closed": False} | (of_topic or {})))
        bring(tmp_path, source="odd")
        return Poll.objects.first()

    return bring_it


def page_of(client, number):
    return client.get(topic(number).get_absolute_url()).content.decode()


def test_likes_stand_on_the_post_as_thanks(community, client):
    assert post(102).reactions == {"thanks": 7}
    assert 'Thank you <span class="thanks-count">7</span>' in page_of(client, 11)
    liked = PostOrigin.objects.filter(details__has_key="likes")
    assert {one.post.pk: one.details["likes"] for one in liked} == {
        one.pk: one.reactions["thanks"] for one in Post.objects.exclude(reactions={})
    }


def test_new_thanks_are_added_to_the_likes_and_stay_when_it_is_imported_again(community, ann):
    Thanks.say(post=post(102), by=ann)
    assert post(102).reactions == {"thanks": 8}
    bring()
    assert post(102).reactions == {"thanks": 8}
    Thanks.say(post=post(102), by=ann, taken_back=True)
    assert post(102).reactions == {"thanks": 7}


def test_who_thanked_are_those_with_a_name_and_how_many_have_none(community, client, ann):
    Thanks.say(post=post(102), by=ann)
    client.force_login(ann)
    page = client.get(reverse("forums:thanks", args=[topic(11).pk, post(102).number])).content.decode()
    assert ann.name in page
    assert "7 thanks came with the community that moved here, without names." in page


def test_a_poll_shows_what_people_answered_and_takes_no_more_answers_where_its_topic_was_closed(community, client, ann):
    client.force_login(ann)
    page = page_of(client, 12)
    assert "Telephone" in page
    assert "2 votes, 100 %" in page
    assert "2 people answered" in page
    assert "Send my answer to the poll" not in page
    poll = post(91).polls.get()
    assert (poll.kind, poll.most, poll.results, poll.closed_at) == ("single", 1, "always", topic(12).closed_at)
    assert [option.text for option in poll.options.all()] == ["Telephone", "Chat"]
    assert not Ballot.objects.exists()


def test_an_open_poll_goes_on_from_the_numbers_it_came_with(bring_poll, client, ann):
    poll = bring_poll()
    client.force_login(ann)
    client.post(reverse("forums:vote", args=[poll.pk]), {"option": poll.options.get(text="Fix").pk})
    page = page_of(client, 12)
    assert "3 votes, 60 %" in page
    assert "2 votes, 40 %" in page
    assert "5 people answered" in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"type": "regular"}, ("single", 1, "always")),
        ({"type": "multiple", "max": 2, "min": 1}, ("several", 2, "always")),
        ({"type": "multiple", "max": 20}, ("several", 2, "always")),
        ({"type": "multiple"}, ("several", 2, "always")),
        ({"type": "number"}, ("single", 1, "always")),
        ({"results": "on_vote"}, ("single", 1, "voted")),
        ({"results": "on_close"}, ("single", 1, "closed")),
        ({"results": "staff_only"}, ("single", 1, "closed")),
    ],
)
def test_each_kind_of_poll_has_one_here(bring_poll, given, kept):
    poll = bring_poll(**given)
    assert (poll.kind, poll.most, poll.results) == kept
    assert not poll.is_closed


def test_a_poll_that_was_closed_is_closed_and_nobody_is_told_of_it(bring_poll):
    poll = bring_poll(status="closed")
    assert poll.closed_at == topic(12).last_posted_at
    Poll.close_due()
    assert not Notice.objects.exists()


def test_a_poll_that_ended_by_its_date_ended_then(bring_poll):
    poll = bring_poll(close="2019-02-01T08:00:00.000Z", title=" What \n first? " + "x" * 300)
    assert poll.closed_at == poll.closes_at
    assert (poll.closed_at.year, poll.question[:12]) == (2019, "What first?…")


def test_where_the_votes_were_kept_back_it_says_so_and_shows_no_empty_bars(bring_poll, client, ann):
    poll = bring_poll(results="on_vote", voters=39, options=[{"id": "a", "html": "Lua"}, {"id": "b", "html": "C++"}])
    sentence = "39 people answered in the community that moved here; what they chose did not come along."
    assert sentence in page_of(client, 12)
    client.force_login(ann)
    client.post(reverse("forums:vote", args=[poll.pk]), {"option": poll.options.get(text="Lua").pk})
    page = page_of(client, 12)
    assert sentence in page
    assert "1 vote, 100 %" in page
    assert "1 person answered" in page


def test_pictures_in_an_answer_become_words(bring_poll):
    picture = '<img src="/images/emoji/x/+1.png" title=":+1:" class="emoji" alt=":+1:">'
    poll = bring_poll(options=[{"id": "a", "html": f"{picture} Yes"}, {"id": "b", "html": '<img src="x">'}])
    assert [option.text for option in poll.options.all()] == ["👍 Yes", "Answer 2"]


def test_a_poll_without_answers_is_none(bring_poll):
    assert bring_poll(options=[]) is None
    assert not Post.objects.filter(has_poll=True).exists()


def test_tags_are_written_as_ours_are_and_lead_to_the_topic(community, client):
    assert topic(12).tag_names == ["channels"]
    assert reverse("forums:tag", args=["channels"]) in page_of(client, 12)
    assert topic(12).title in client.get(reverse("forums:tag", args=["channels"])).content.decode()
    assert Tag.objects.get().topic_count == 1


def test_tags_come_in_small_letters_once_and_as_the_word_they_mean_here(bring_poll):
    word = Tag.objects.create(name="voice of the customer", slug="voice-of-the-customer")
    Tag.objects.create(name="voc", slug="voc", synonym_of=word)
    tags = ["VoC", "voc", "#Journey, maps", "x" * 60, "—", "one", "two", "three", "four"]
    bring_poll(of_topic={"tags": tags})
    assert topic(12).tag_names == ["voice of the customer", "journey maps", "one", "two", "three"]
    assert word.taggings.get().topic == topic(12)


def test_what_was_taken_away_here_does_not_come_back(community):
    Tagging.put(topic(12), [])
    post(91).polls.all().delete()
    bring()
    assert topic(12).tag_names == []
    assert not Poll.objects.exists()


def test_one_topic_that_the_database_refuses_leaves_the_polls_of_the_others(monkeypatch):
    original = importer.Maker.rows

    def spoilt(maker, threads):
        rows = original(maker, threads)
        for origin in rows.topic_origins:
            if origin.external_id == 11:
                origin.source = "x" * 200
        return rows

    monkeypatch.setattr(importer.Maker, "rows", spoilt)
    assert "the database refuses it" in bring()
    assert Poll.objects.get().post == post(91)
    assert topic(12).tag_names == ["channels"]


def test_communities_that_came_before_get_theirs_from_what_was_kept(community):
    def hanging():
        polls = Poll.objects.order_by("post").values("post", "question", "kind", "most", "results", "closed_at")
        return (
            list(Post.objects.order_by("pk").values("pk", "reactions", "has_poll")),
            [*polls.values_list("voter_count", "imported_voters")],
            [*Option.objects.order_by("poll", "position").values_list("text", "imported_votes", "position")],
            [*Topic.objects.order_by("pk").values_list("pk", "tag_names")],
            [*Tag.objects.order_by("name").values_list("name", "slug", "topic_count")],
            [*Tagging.objects.order_by("topic").values_list("topic", "tag__name")],
        )

    expected = hanging()
    Poll.objects.all().delete()
    Tagging.objects.all().delete()
    Tag.objects.all().delete()
    Post.objects.update(reactions={}, has_poll=False)
    Topic.objects.update(tag_names=[])
    assert hanging() != expected
    fill = import_module("forums.discussions.migrations.0004_what_the_archive_brought").fill
    for _twice in range(2):
        fill(apps, None)
        assert hanging() == expected

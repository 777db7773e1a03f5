"""A saved search tells of what is new: once a day, in one notice, only what its person may see."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Behind, Post
from forums.reading.models import Level, Reading, Reason, SavedSearch
from forums.reading.models.searches import MOST
from forums.reading.tasks import tell_searches
from members.connections.models import Block
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

ADDRESS = "forums:searches"


def notices(person):
    return list(Notice.objects.filter(person=person, kind="forums/reading/found").values_list("headline", flat=True))


@pytest.fixture
def saved(ann):
    search, _new = SavedSearch.keep("churn", by=ann)
    return search


def a_day_later(clock):
    clock(timedelta(days=1, minutes=10))
    tell_searches()


def test_it_is_saved_from_the_results(ann_client, ann, topic):
    page = ann_client.get(reverse("search"), {"q": "journey is:open"}).content.decode()
    assert "Save this search" in page
    answer = ann_client.post(reverse(ADDRESS), {"words": "journey is:open"}, follow=True)
    assert "Saved. You hear here of new posts that match" in answer.content.decode()
    assert [search.words for search in ann.saved_searches.all()] == ["journey is:open"]


def test_saved_twice_there_is_one(ann_client, ann):
    for _each in range(2):
        ann_client.post(reverse(ADDRESS), {"words": "  churn  "})
    assert ann.saved_searches.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "-churn", "!!", "\x00"])
def test_what_says_nothing_is_not_saved(ann_client, ann, words):
    assert ann_client.post(reverse(ADDRESS), {"words": words}).status_code == 302
    assert ann.saved_searches.count() == 0


def test_there_is_an_end(ann_client, ann):
    for number in range(MOST):
        SavedSearch.keep(f"churn {number}", by=ann)
    page = ann_client.post(reverse(ADDRESS), {"words": "one more"}, follow=True).content.decode()
    assert "You keep 30 searches already." in page
    assert ann.saved_searches.count() == MOST


def test_a_stranger_saves_nothing(client):
    assert client.post(reverse(ADDRESS), {"words": "churn"}).status_code == 302
    assert not SavedSearch.objects.exists()
    assert "Save this search" not in client.get(reverse("search"), {"q": "churn"}).content.decode()


def test_it_is_called_otherwise_silenced_and_taken_away(ann_client, saved):
    ann_client.post(reverse("forums:search_name", args=[saved.pk]), {"name": "What people leave for"})
    ann_client.post(reverse("forums:search_telling", args=[saved.pk]), {"tells": "never"})
    saved.refresh_from_db()
    assert (saved.name, saved.tells) == ("What people leave for", "never")
    assert "What people leave for" in ann_client.get(reverse(ADDRESS)).content.decode()
    for _each in range(2):
        assert ann_client.post(reverse("forums:search_removal", args=[saved.pk])).status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("what", ["saved_search", "search_name", "search_telling", "search_removal"])
def test_it_is_nobody_elses(eli_client, saved, what):
    address = reverse(f"forums:{what}", args=[saved.pk])
    ask = eli_client.get if what == "saved_search" else eli_client.post
    answer = ask(address, {"name": "x", "tells": "never"})
    assert answer.status_code in (404, 302)
    saved.refresh_from_db()
    assert (saved.name, saved.tells) == ("churn", "notice")
    assert "churn" not in eli_client.get(reverse(ADDRESS)).content.decode()


def test_what_is_new_is_told_once_and_leads_to_it(ann_client, ann, eli, make_topic, saved, clock):
    topic = make_topic(title="About churn", by=eli)
    for _each in range(2):
        topic.reply(by=eli, body="Another thought.")
    a_day_later(clock)
    assert notices(ann) == ["3 new posts for “churn”"]
    tell_searches()
    a_day_later(clock)
    assert notices(ann) == ["3 new posts for “churn”"]
    notice = ann.notices.get(key=saved.notice_key)
    page = ann_client.get(notice.url, follow=True)
    assert page.status_code == 200
    assert [hit.topic.title for hit in page.context["hits"]] == ["About churn"]
    notice.refresh_from_db()
    assert not notice.is_new


def test_what_was_there_before_is_not_new(ann, eli, make_topic, clock):
    make_topic(title="About churn", by=eli)
    SavedSearch.keep("churn", by=ann)
    a_day_later(clock)
    assert notices(ann) == []


def test_a_notice_that_waits_grows(ann, eli, make_topic, saved, clock):
    make_topic(title="About churn", by=eli)
    a_day_later(clock)
    make_topic(title="Churn again", by=eli)
    a_day_later(clock)
    assert notices(ann) == ["2 new posts for “churn”"]
    ann.notices.read()
    make_topic(title="Churn once more", by=eli)
    a_day_later(clock)
    assert notices(ann) == ["1 new post for “churn”"]


def test_not_before_a_day_is_over(ann, eli, make_topic, saved, clock):
    make_topic(title="About churn", by=eli)
    clock(timedelta(hours=23))
    tell_searches()
    assert notices(ann) == []


SPARED = {
    "muted": lambda ann, eli, maya, topic: Reading.watch(ann, topic, level=Level.MUTED, reason=Reason.CHOSE),
    "blocked": lambda ann, eli, maya, topic: Block.put(by=ann, on=eli),
    "hidden post": lambda ann, eli, maya, topic: topic.posts.get().hide(by=maya),
    "hidden topic": lambda ann, eli, maya, topic: topic.hide(by=maya),
    "silenced": lambda ann, eli, maya, topic: ann.saved_searches.get().choose(SavedSearch.NEVER),
    "suspended": lambda ann, eli, maya, topic: _change(ann, is_active=False),
    "board lost": lambda ann, eli, maya, topic: _change(ann, member_until=timezone.now() - timedelta(days=1)),
}


def _change(person, **columns):
    type(person).objects.filter(pk=person.pk).update(**columns)


@pytest.mark.parametrize("spared", SPARED)
def test_what_one_may_not_or_would_not_see_is_not_told(ann, eli, maya, make_topic, make_board, saved, clock, spared):
    topic = make_topic(title="About churn", board=make_board(audience="members"), by=eli)
    SPARED[spared](ann, eli, maya, topic)
    a_day_later(clock)
    assert notices(ann) == []


@pytest.mark.parametrize("whose", ["own", "of a group"])
def test_what_one_wrote_oneself_or_a_group_reads_is_not_told(ann, maya, make_topic, make_board, saved, clock, whose):
    group = Group.objects.get(name="Moderators")
    board = make_board() if whose == "own" else make_board(audience="group", group=group)
    make_topic(title="About churn", board=board, by=ann if whose == "own" else maya)
    a_day_later(clock)
    assert notices(ann) == []


def test_the_same_without_any_of_that_is_told(ann, eli, make_topic, make_board, saved, clock):
    """The control of the test before."""
    make_topic(title="About churn", board=make_board(audience="members"), by=eli)
    a_day_later(clock)
    assert notices(ann) == ["1 new post for “churn”"]


def test_who_wrote_without_a_name_does_not_hear_of_it(ann, eli, make_topic, saved, clock):
    topic = make_topic(title="About churn", by=ann)
    nameless = type(ann).objects.nameless()
    Post.objects.filter(topic=topic).update(author=nameless, speaks_as="A CX director")
    Behind.keep(topic.posts.get(), ann)
    other, _new = SavedSearch.keep("churn", by=eli)
    SavedSearch.objects.filter(pk=other.pk).update(last_seen_post=0, saved_at=saved.saved_at)
    a_day_later(clock)
    assert notices(ann) == []
    assert notices(eli) == ["1 new post for “churn”"]


def test_one_run_looks_at_so_many_and_the_next_at_the_others(ann, make_topic, clock):
    for number in range(3):
        SavedSearch.keep(f"churn {number}", by=ann)
    clock(timedelta(days=1, minutes=10))
    looked = []
    assert SavedSearch.look_due(lambda search, now: looked.append(search.words), most=2) == 2
    assert SavedSearch.look_due(lambda search, now: looked.append(search.words), most=2) == 1
    assert sorted(looked) == ["churn 0", "churn 1", "churn 2"]


def test_the_list_costs_the_same_for_one_and_for_thirty(ann_client, ann, django_assert_max_num_queries):
    for count in (1, MOST):
        while ann.saved_searches.count() < count:
            SavedSearch.keep(f"churn {ann.saved_searches.count()}", by=ann)
        with django_assert_max_num_queries(4):
            ann_client.get(reverse(ADDRESS))

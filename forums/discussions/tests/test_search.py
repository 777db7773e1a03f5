"""Search: the words people use find the post they mean, and only what they may read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Post, PostSearch
from forums.discussions.search.candidates import CANDIDATES
from forums.discussions.search.finding import search

pytestmark = pytest.mark.django_db


def topics_found(person, words):
    return [hit.topic.title for hit in search(person, words)]


@pytest.fixture
def maps(make_topic):
    return make_topic(title="Mapping journeys nobody owns", body="We drew six résumé pages about churn.")


def test_words_are_found_in_titles_and_texts_whatever_their_ending(ann, maps):
    assert topics_found(ann, "journey map") == [maps.title]
    assert topics_found(ann, "resume") == [maps.title]
    assert topics_found(ann, "refund") == []


def test_phrases_and_exclusions(ann, maps):
    assert topics_found(ann, '"six résumé"') == [maps.title]
    assert topics_found(ann, '"résumé six"') == []
    assert topics_found(ann, "journey -churn") == []


def test_a_topic_comes_once_by_its_best_post(ann, eli, maps):
    for _ in range(3):
        maps.reply(by=eli, body="Churn, churn and churn again.")
    (hit,) = search(ann, "churn")
    assert len({hit.post.number, *hit.others}) == 4


def test_the_opener_is_the_hit_where_the_title_says_it(ann, eli, maps):
    """Also where an answer says the same words more often."""
    maps.reply(by=eli, body="Mapping journeys, mapping journeys: journeys nobody maps.")
    (hit,) = search(ann, "mapping journeys")
    assert hit.post.number == 1


def test_the_very_title_comes_first_whatever_its_age(ann, make_topic, clock):
    old = make_topic(title="Churn in retail banks")
    old.posts.update(created_at=timezone.now() - timedelta(days=4000))
    for number in range(4):
        make_topic(title=f"Banks, retail and churn, part {number}", body="churn in retail banks")
    assert topics_found(ann, "churn in retail banks")[0] == old.title


def test_of_two_that_say_the_same_the_newer_comes_first(ann, make_topic):
    old = make_topic(title="About moustaches", body="Long ones.")
    old.posts.update(created_at=timezone.now() - timedelta(days=3000))
    make_topic(title="Moustaches again", body="Long ones.")
    old_again = make_topic(title="More moustaches", body="Long ones.")
    old_again.posts.update(created_at=timezone.now() - timedelta(days=3000))
    assert topics_found(ann, "moustaches")[0] == "Moustaches again"


def test_an_answer_that_was_accepted_and_worked_comes_first(ann, eli, make_topic):
    told = [make_topic(title=f"A quiet matter {number}").reply(by=eli, body="Grow a moustache.") for number in range(3)]
    Post.objects.filter(pk=told[0].pk).update(accepted_at=timezone.now(), outcomes={"worked": 7, "not": 1})
    assert [hit.post.pk for hit in search(ann, "moustache")][0] == told[0].pk


def test_words_of_the_question_and_of_the_answer_are_found_together(ann, eli, maps):
    maps.reply(by=eli, body="A moustache helps.")
    assert topics_found(ann, "journeys moustache") == [maps.title]


def test_a_slash_parts_words(ann, make_topic):
    make_topic(title="Day/night support in retail")
    assert topics_found(ann, "night support") == topics_found(ann, "day/night") == ["Day/night support in retail"]


def test_a_board_and_a_tag_are_words_of_the_topic(ann, make_topic, make_board):
    make_topic(title="Something else entirely", board=make_board(name="Retail"), tags=["voice of customer"])
    assert topics_found(ann, "retail") == topics_found(ann, "voice customer") == ["Something else entirely"]


def test_a_title_comes_before_a_mention(ann, eli, maps, make_topic):
    other = make_topic(title="Something else entirely", body="Nothing here.")
    other.reply(by=eli, body="Have you seen the one about journeys?")
    assert topics_found(ann, "journeys")[0] == maps.title


def test_the_snippet_marks_the_words_and_carries_no_markup(ann, make_topic):
    make_topic(title="A topic with markup", body="Compare `<script>alert(1)</script>` with **churn** rates.")
    snippet = search(ann, "churn").hits[0].snippet
    assert "<mark>churn</mark>" in snippet
    assert "<script" not in snippet


def test_the_hit_leads_to_the_post(client, maps, eli):
    maps.reply(by=eli, body="Have you tried a moustache?")
    page = client.get(reverse("search"), {"q": "moustache"}).content.decode()
    assert reverse("forums:post", args=[maps.pk, 2]) in page


@pytest.mark.parametrize("audience", ["accounts", "members", "group"])
def test_nobody_finds_what_they_may_not_read(client, cleo, ann, make_topic, make_board, audience):
    from django.contrib.auth.models import AnonymousUser, Group

    group = Group.objects.create(name="Inner circle") if audience == "group" else None
    make_topic(title="A quiet matter here", body="moustache", board=make_board(audience=audience, group=group))
    may = {"accounts": [cleo, ann], "members": [ann], "group": []}[audience]
    for person in (AnonymousUser(), cleo, ann):
        assert bool(topics_found(person, "moustache")) == (person in may), person


def test_hidden_posts_and_topics_are_not_found(ann, eli, maya, maps):
    post = maps.reply(by=eli, body="moustache")
    post.hide(by=maya)
    assert topics_found(ann, "moustache") == []
    post.restore(by=maya)
    assert topics_found(ann, "moustache") == [maps.title]
    maps.hide(by=maya)
    assert topics_found(ann, "churn") == []


def test_an_edit_is_found_at_once_and_the_old_words_are_not(ann, maps):
    maps.posts.get().edit(by=ann, body="Now about beards.")
    assert topics_found(ann, "beards") == [maps.title]
    assert topics_found(ann, "churn") == []


def test_no_input_breaks_it(client, maps, subtests):
    for words in ["", "   ", "'", '"', "& | !", "-", "a" * 5000, "\\", "%", "😀", "\x00", "((", "<->"]:
        with subtests.test(words=words):
            assert client.get(reverse("search"), {"q": words}).status_code == 200


def test_a_broken_cursor_does_no_harm(client, maps, subtests):
    for before in ["x", "-1", "9" * 30, "0", "²", "0-0", "5-", "-5", "5-²", "7-999999"]:
        with subtests.test(before=before):
            assert client.get(reverse("search"), {"q": "churn", "before": before}).status_code == 200


def test_nothing_found_says_what_to_do_next(ann_client):
    assert reverse("forums:ask") in ann_client.get(reverse("search"), {"q": "moustache"}).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_search_costs_the_same_at_any_number(ann_client, make_topic, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        make_topic(title=f"Journey number {number}")
    with django_assert_max_num_queries(10):  # one for each kind of the other floors, one for words that find little
        ann_client.get(reverse("search"), {"q": "journey"})


def pages(person, words):
    """The topics of all pages, one list after the other."""
    cursor, seen = None, []
    for _ in range(20):
        found = search(person, words, cursor)
        seen.append([hit.topic.pk for hit in found])
        cursor = found.older
        if cursor is None:
            return seen
    raise AssertionError("the pages never end")


def test_older_pages_continue_without_repeating(ann, make_topic):
    for number in range(45):
        make_topic(title=f"Journey number {number}")
    seen = [topic for page in pages(ann, "journey") for topic in page]
    assert len(seen) == len(set(seen)) == 45


def test_pages_lose_nothing_and_repeat_nothing_beyond_what_is_ranked(ann, eli, make_topic, monkeypatch):
    """With more matches than are ranked at once, in titles and in answers, of which some are in both."""
    monkeypatch.setattr("forums.discussions.search.candidates.CANDIDATES", 6)
    monkeypatch.setattr("forums.discussions.search.finding.SHOWN", 4)
    topics = [make_topic(title=f"Journey number {number}", replies=1) for number in range(8)]
    others = [make_topic(title=f"Something else {number}") for number in range(8)]
    for topic in [*others, topics[0], topics[3]]:
        topic.reply(by=eli, body="As on our journey.")
    seen = [topic for page in pages(ann, "journey") for topic in page]
    assert len(seen) == len(set(seen))
    assert set(seen) == {topic.pk for topic in [*topics, *others]}


def test_a_common_word_never_ranks_more_than_the_newest(ann, make_topic):
    topic = make_topic(title="A long talk about churn")
    Post.objects.bulk_create(
        Post(topic=topic, number=number, author=ann, html="<p>churn</p>", created_at=timezone.now())
        for number in range(2, CANDIDATES + 50)
    )
    PostSearch.index(post_ids=topic.posts.values_list("pk", flat=True))
    (hit,) = search(ann, "churn")
    assert hit.post.number == 1
    assert len(hit.others) + hit.more == CANDIDATES


def test_every_spoken_post_has_its_row(make_topic):
    topic = make_topic(replies=3)
    assert PostSearch.objects.filter(post__topic=topic).count() == 4

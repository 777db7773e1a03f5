"""Search: the words people use find the post they mean, and only what they may read."""

import pytest
from django.urls import reverse

from forums.discussions.models import PostSearch
from forums.discussions.search import find

pytestmark = pytest.mark.django_db


def topics_found(person, words):
    return [hit.topic.title for hit in find(person, words)[0]]


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
    hits, _ = find(ann, "churn")
    assert len(hits) == 1


def test_a_title_comes_before_a_mention(ann, eli, maps, make_topic):
    other = make_topic(title="Something else entirely", body="Nothing here.")
    other.reply(by=eli, body="Have you seen the one about journeys?")
    assert topics_found(ann, "journeys")[0] == maps.title


def test_the_snippet_marks_the_words_and_carries_no_markup(ann, make_topic):
    make_topic(title="A topic with markup", body="Compare `<script>alert(1)</script>` with **churn** rates.")
    snippet = find(ann, "churn")[0][0].snippet
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


@pytest.mark.parametrize("words", ["", "   ", "'", '"', "& | !", "-", "a" * 5000, "\\", "%", "😀", "\x00", "((", "<->"])
def test_no_input_breaks_it(client, maps, words):
    assert client.get(reverse("search"), {"q": words}).status_code == 200


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "0", "²"])
def test_a_broken_cursor_does_no_harm(client, maps, before):
    assert client.get(reverse("search"), {"q": "churn", "before": before}).status_code == 200


def test_nothing_found_says_what_to_do_next(ann_client):
    assert reverse("forums:ask") in ann_client.get(reverse("search"), {"q": "moustache"}).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_search_costs_the_same_at_any_number(ann_client, make_topic, how_many, django_assert_max_num_queries):
    for number in range(how_many):
        make_topic(title=f"Journey number {number}")
    with django_assert_max_num_queries(9):  # one for each kind of the other floors
        ann_client.get(reverse("search"), {"q": "journey"})


def test_older_pages_continue_without_repeating(ann, make_topic):
    for number in range(45):
        make_topic(title=f"Journey number {number}")
    seen, before = [], None
    for _ in range(5):
        hits, before = find(ann, "journey", before)
        seen += [hit.topic.pk for hit in hits]
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 45


def test_every_spoken_post_has_its_row(make_topic):
    topic = make_topic(replies=3)
    assert PostSearch.objects.filter(post__topic=topic).count() == 4

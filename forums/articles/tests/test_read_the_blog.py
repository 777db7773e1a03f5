"""The blog: newest first, page by page, found by its words, told in the digest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.articles import digest
from forums.articles.models import Article
from forums.articles.pages import ROWS

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/"


def titles(client, query=""):
    return [article.title for article in client.get(ADDRESS + query).context["articles"]]


@pytest.fixture
def week(told_in_digest):
    return lambda person: [item.key for item in told_in_digest(digest.new, person)]


def test_the_newest_stands_first_with_who_wrote_it(client, make_article, eli):
    make_article(title="Older", now=timezone.now() - timedelta(days=3))
    make_article(title="Newer", author=eli)
    assert titles(client) == ["Newer", "Older"]
    assert "Eli Brandt" in client.get(ADDRESS).content.decode()


def test_an_empty_blog_says_what_it_is_for(client):
    assert "Nobody has told their story yet" in client.get(ADDRESS).content.decode()


def test_page_by_page_everything_comes_once(client, make_article):
    moment = timezone.now() - timedelta(days=1)
    for _ in range(ROWS + 3):
        make_article(now=moment)  # all at one moment: the address decides
    first = client.get(ADDRESS)
    rest = titles(client, first.context["older_url"])
    found = [article.title for article in first.context["articles"]] + rest
    assert len(rest) == 3
    assert len(set(found)) == ROWS + 3


@pytest.mark.parametrize("cursor", ["nonsense", "-", "nan-1", "1e999-1", "1-99999999999999999999", "²-²"])
def test_a_cursor_that_is_none_does_no_harm(client, make_article, cursor):
    make_article()
    assert client.get(ADDRESS, {"older": cursor}).status_code == 200


def test_after_the_last_page_there_is_a_way_back(client, make_article):
    make_article()
    assert "There is nothing older." in client.get(ADDRESS, {"older": "1.0-1"}).content.decode()


def test_one_article_leads_on_to_others(client, make_article):
    one, other = make_article(), make_article()
    page = client.get(one.get_absolute_url()).content.decode()
    assert other.get_absolute_url() in page


def test_words_find_what_one_may_read(ann, cleo, make_article):
    found = make_article(title="Mapping the journeys of patients", body="In a hospital.")
    secret = make_article(body="What patients told the board.", audience="members")
    make_article(body="About something else.")
    matching = Article.objects.visible_to(ann).matching("patient journey OR patients")
    assert list(matching) == [found, secret], "the title weighs more"
    assert list(Article.objects.visible_to(cleo).matching("patients")) == [found]


def test_a_revised_text_is_found_by_its_new_words(carol, make_article):
    article = make_article(body="Of surveys.")
    article.revise(by=carol, body="Of interviews.", change="Another method.")
    assert list(Article.objects.matching("interview")) == [article]
    assert not Article.objects.matching("surveys").exists()


def test_a_new_article_is_news_for_those_who_may_read_it(ann, cleo, carol, make_article, week):
    article = make_article(audience="members")
    make_article(kind="page")
    make_article(published=False)
    make_article(now=timezone.now() - timedelta(days=30))
    assert week(ann) == [f"article:{article.pk}:new"]
    assert week(cleo) == []
    assert week(carol) == [], "she wrote it"
    article.retire(by=carol, reason="Too early.")
    assert week(ann) == []
    assert reverse("articles:articles") == ADDRESS

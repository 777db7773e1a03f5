"""Articles of the blog, those that members send in, and who edits them."""

import pytest
from django.contrib.auth.models import Group

from forums.articles.models import Article


@pytest.fixture
def make_article(db, carol):
    """`make_article(published=True, **changes)`: an article of the blog, by Carol for everyone."""
    count = iter(range(10_000))

    def make(published=True, by=carol, now=None, **changes):
        number = next(count)
        fields = {
            "kind": "article",
            "slug": f"article-{number}",
            "title": f"What we learned, part {number}",
            "sentence": "A year of listening.",
            "body": "We began with one question.\n\n## What came of it\n\nMore than we thought.",
            "author": by,
            "takes_comments": False,
        }
        article = Article.write(by=by, now=now, **fields | changes)
        if published:
            article.publish(by=by, now=now)
        return article

    return make


@pytest.fixture
def editor(make_person):
    """Edda, a member who edits."""
    person = make_person(name="Edda Holm", email="edda@cxpa.example")
    person.groups.add(Group.objects.get_or_create(name="Editors")[0])
    return person


@pytest.fixture
def make_sent(ann):
    """`make_sent(by=…, **changes)`: an article that waits for the editors, by Ann."""

    def make(by=ann, **changes):
        told = {
            "title": "What a lost letter taught us",
            "sentence": "One letter went astray, and forty came back.",
            "body": "It began on a Tuesday.\n\n## The letter\n\nIt was blue.",
        }
        return Article.send_in(by=by, **told | changes)

    return make

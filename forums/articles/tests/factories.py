"""Articles of the blog."""

import pytest

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
        }
        article = Article.write(by=by, now=now, **fields | changes)
        if published:
            article.publish(by=by, now=now)
        return article

    return make

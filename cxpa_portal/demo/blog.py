"""The articles of the demo community: what some of its people wrote at length."""

import tomllib
from functools import partial

from forums.articles.models import Article
from members.accounts.models import Person

from .cast import CONTENT, address_of
from .moments import moment

FENCE = "+++\n"  # between the facts of an article, in TOML, and its text, in Markdown


def read():
    """Each article of content/articles/, as dicts."""
    for path in sorted((CONTENT / "articles").glob("*.md")):
        _before, facts, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        yield tomllib.loads(facts) | {"slug": path.stem, "body": body.strip()}


def acts(now):
    """(moment, do) of the articles that are not there yet."""
    there = set(Article.objects.articles().values_list("slug", flat=True))
    for about in read():
        if about["slug"] not in there:
            yield moment(about["published"], now), partial(_publish, about)


def _publish(about):
    by = Person.objects.get(email=address_of("carol"))
    fields = {name: about[name] for name in ("slug", "title", "sentence", "body")}
    author = Person.objects.get(email=address_of(about["author"]))
    Article.write(by=by, kind=Article.ARTICLE, author=author, **fields).publish(by=by)

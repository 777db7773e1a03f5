"""The articles of the demo community: what some of its people wrote at length, and what lies with the editors."""

import tomllib
from functools import partial

from forums.articles.models import Article

from .cast import CONTENT
from .knowing import person_named
from .moments import moment, start

FENCE = "+++\n"  # between the facts of an article, in TOML, and its text, in Markdown


def read(folder="articles"):
    """Each article of content/articles/, or of another folder beside it, as dicts."""
    for path in sorted((CONTENT / folder).glob("*.md")):
        _before, facts, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        yield tomllib.loads(facts) | {"slug": path.stem, "body": body.strip()}


def acts(now):
    """(moment, do) of the articles that are not there yet."""
    there = set(Article.objects.articles().values_list("slug", flat=True))
    for about in read():
        if about["slug"] not in there:
            yield moment(about["published"], now), partial(_publish, about)
            for comment in about.get("comments", []):
                yield moment(comment["at"], now), partial(_comment, about["slug"], comment)
    for about in read("manuscripts"):
        if about["slug"] not in there:
            yield moment(about["sent"], now), partial(_send, about)
            if "asked" in about:
                yield moment(about["asked"], now), partial(_ask, about)
            if "scheduled" in about:
                yield moment(about["scheduled"], now), partial(_schedule, about, now)


def _publish(about):
    by = person_named("carol")
    fields = {name: about[name] for name in ("slug", "title", "sentence", "body")}
    author = person_named(about["author"])
    Article.write(by=by, kind=Article.ARTICLE, author=author, **fields).publish(by=by)


def _comment(slug, comment):
    topic = Article.objects.get(kind=Article.ARTICLE, slug=slug).topic
    topic.reply(by=person_named(comment["by"]), body=comment["text"].strip())


def _send(about):
    fields = {name: about[name] for name in ("title", "sentence", "body")}
    Article.send_in(by=person_named(about["author"]), words=about.get("words", ""), **fields)


def _ask(about):
    _sent(about).ask_changes(by=person_named("carol"), words=about["asks"])


def _schedule(about, now):
    _sent(about).schedule(start(about["comes_out"], now, "America/New_York"), by=person_named("carol"))


def _sent(about):
    return Article.objects.get(kind=Article.ARTICLE, slug=about["slug"])

"""The words that were found, in what stands around them."""

import html
import re

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import mark_safe

from members.statements import Statement

from ..models import Post
from .candidates import WORDS, Said, asked_in, matching_of

START, STOP = "\x02", "\x03"
MARKED = re.compile(f"{START}(.*?){STOP}")
LOOKS = {"start_sel": START, "stop_sel": STOP, "max_words": 34, "min_words": 18, "max_fragments": 1}


def with_snippets(post_ids, asked=None):
    """{pk: (Post, safe HTML of what `asked` found in it)}, without words its excerpt; one query."""
    if asked is None:
        return {post.pk: (post, escape(post.excerpt)) for post in _posts().filter(pk__in=post_ids)}
    said = Said.of(asked)
    posts = _KEPT.ask((said.boards, said.clauses), ids=post_ids, **said.words).objects
    return {post.pk: (post, marked(post.headline)) for post in posts}


def _posts():
    return Post.objects.select_related("topic__board", "author").defer("html", "body")


def _kept(shape, ids, line, **words):
    matching = matching_of(asked_in(*shape, None, line, words))
    text = Func(
        F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    named = Func(
        F("pk"),
        Value(ids, ArrayField(BigIntegerField())),
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )
    return _posts().filter(named).annotate(headline=matching.headline(text, **LOOKS))


_KEPT = Statement(_kept, ids=list, line=str, **dict.fromkeys(WORDS, str))


def marked(headline):
    """Safe HTML of a headline: everything escaped, then our own two marks."""
    plain = escape(" ".join(html.unescape(headline).split()))
    return mark_safe(MARKED.sub(r"<mark>\1</mark>", plain).replace(START, "").replace(STOP, ""))

"""The words that were found, in what stands around them."""

import html
import re

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import mark_safe

from members.imprints import Looks
from members.statements import Statement

from ..models import Post
from .candidates import WORDS, Said, asked_in, matching_of

START, STOP = "\x02", "\x03"
MARKED = re.compile(f"{START}(.*?){STOP}")
LOOKS = {"start_sel": START, "stop_sel": STOP, "max_words": 34, "min_words": 18, "max_fragments": 1}


def with_snippets(post_ids, asked=None):
    """(the Answer with the posts of these ids, {pk: safe HTML of what `asked` found in each}), without words their
    excerpts; one query."""
    if asked is None:
        answer = _PLAIN.ask(None, ids=post_ids)
        return answer, {post.pk: escape(post.excerpt) for post in answer.objects}
    said = Said.of(asked)
    answer = _KEPT.ask((said.boards, said.clauses), ids=post_ids, **said.words)
    return answer, {post.pk: marked(post.headline) for post in answer.objects}


def glance_at_posts(post_ids):
    """The Glance at the same posts, which is the same whatever was asked; their `id` is told."""
    return _PLAIN.glance(None, ids=post_ids)


def _posts(ids):
    named = Func(
        F("pk"),
        Value(ids, ArrayField(BigIntegerField())),
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )
    # With the whole text, though a snippet is shown of it: what it comes to changes with every word.
    return Post.objects.select_related("topic__board", "author").defer("body").filter(named)


def _kept(shape, ids, line, **words):
    matching = matching_of(asked_in(*shape, None, line, words))
    text = Func(
        F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    return _posts(ids).annotate(headline=matching.headline(text, **LOOKS))


_SEEN = Looks(told=("id",), apart=("headline",))
_PLAIN = Statement(lambda _shape, ids: _posts(ids), looks=_SEEN, ids=list)
_KEPT = Statement(_kept, looks=_SEEN, ids=list, line=str, **dict.fromkeys(WORDS, str))


def marked(headline):
    """Safe HTML of a headline: everything escaped, then our own two marks."""
    plain = escape(" ".join(html.unescape(headline).split()))
    return mark_safe(MARKED.sub(r"<mark>\1</mark>", plain).replace(START, "").replace(STOP, ""))

"""The words that were found, in what stands around them."""

import html
import re

from django.db.models import F, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import mark_safe

from ..models import Post

START, STOP = "\x02", "\x03"
MARKED = re.compile(f"{START}(.*?){STOP}")
LOOKS = {"start_sel": START, "stop_sel": STOP, "max_words": 34, "min_words": 18, "max_fragments": 1}


def with_snippets(post_ids, matching=None):
    """{pk: (Post, safe HTML of what `matching` found in it)}, without words its excerpt; one query."""
    posts = Post.objects.filter(pk__in=post_ids).select_related("topic__board", "author").defer("html", "body")
    if matching is None:
        return {post.pk: (post, escape(post.excerpt)) for post in posts}
    words = Func(
        F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    posts = posts.annotate(headline=matching.headline(words, **LOOKS))
    return {post.pk: (post, marked(post.headline)) for post in posts}


def marked(headline):
    """Safe HTML of a headline: everything escaped, then our own two marks."""
    plain = escape(" ".join(html.unescape(headline).split()))
    return mark_safe(MARKED.sub(r"<mark>\1</mark>", plain).replace(START, "").replace(STOP, ""))

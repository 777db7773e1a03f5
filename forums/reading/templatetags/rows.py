"""Rows of a list of topics, as HTML that is kept."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ..kept import kept_each

register = template.Library()


@register.simple_tag
def topic_rows(rows, level="2", board=None):
    """[(row, its HTML)] of `listing.Row`s; `level` is that of their headings, `board` the one whose page it is."""

    def write(row):
        return render_to_string("forums/reading/_row.html", {"row": row, "level": level, "board": board})

    texts = kept_each("row", rows, write, made_of=lambda row: (row.made_of, level, bool(board)))
    return [(row, mark_safe(text)) for row, text in zip(rows, texts, strict=True)]

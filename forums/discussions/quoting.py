"""Quotes: the words of a post in Markdown, below a line that says whose they are and leads to them."""

import re

from django.utils.translation import gettext as _

from . import markdown

LONGEST = 1200  # characters; who wants to quote more means the post, and a link does that
NOTES = re.compile(r"^\[\^[^\]]+\]:.*(\n[ \t]+.*)*", re.MULTILINE)
NOTE_MARKS = re.compile(r"\[\^[^\]\s]+\]")
QUOTES = re.compile(r"^[ \t]*>.*\n?", re.MULTILINE)


def quote_of(post):
    """The Markdown that quotes `post`: its own words, without what it quotes and notes itself."""
    words = post.markdown.replace("\r\n", "\n")
    words = NOTE_MARKS.sub("", NOTES.sub("", QUOTES.sub("", words))).strip()
    if len(words) > LONGEST:
        words = markdown.shorten(words, LONGEST)
        if words.count("```") % 2:
            words += "\n```"
    name = re.sub(r"([\[\]\\])", r"\\\1", post.voice)
    head = f"[{_('%(name)s wrote:') % {'name': name}}]({post.get_absolute_url()})"
    lines = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"> {head}\n>\n{lines}\n\n"

"""The text of an article: the Markdown of the discussions, with headings that can be linked to."""

import html as entities
import re

from django.utils.text import slugify

from forums.discussions import markdown

HEADING = re.compile(r"<h([3-6])>(.*?)</h\1>", re.DOTALL)
CHAPTER = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
WITHIN = re.compile(r'(<a href="/(?!/)[^>]*?) rel="[^"]*"')


def render(source, pictures=None):
    """Sanitised HTML of Markdown `source`: headings from h2 on, each with an address of its own.

    `pictures` says which files of ours it may show; see forums/discussions/markdown.py.
    """
    used = set()
    html = HEADING.sub(lambda found: _heading(found, used), markdown.render(source, pictures=pictures))
    # What strangers write is marked for search engines; our own ways through the portal need no such mark.
    return WITHIN.sub(r"\1", html)


def contents(html):
    """The main headings of `html` from `render`: {id, text}."""
    return [{"id": address, "text": _words(inner)} for address, inner in CHAPTER.findall(html)]


def _heading(found, used):
    """A post's headings begin at h3 (see forums/discussions/markdown.py); the page of an article has room for h2."""
    level, inner = max(int(found[1]) - 2, 2), found[2]
    address = name = slugify(_words(inner), allow_unicode=True)[:60].strip("-") or "part"
    count = 1
    while address in used:
        count += 1
        address = f"{name}-{count}"
    used.add(address)
    # A link in a link is none: a heading that holds one has its address all the same.
    words = inner if "<a " in inner else f'<a class="heading-link" href="#{address}">{inner}</a>'
    return f'<h{level} id="{address}">{words}</h{level}>'


def _words(html):
    return " ".join(entities.unescape(TAG.sub("", html)).split())

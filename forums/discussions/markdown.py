"""From what people write to what is safe to show, and back."""

import html as entities
import re

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

# Stored with every post. Raise it when `render` or `clean` changes, so that old posts can be rendered anew.
RENDER_VERSION = 1
EXCERPT_LENGTH = 220

TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "ul", "ol", "li", "a", "em", "strong", "del", "sup", "sub"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "kbd", "input"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "code": {"class"},
    "ul": {"class"},
    "li": {"class"},
    "input": {"type", "disabled", "checked", "class"},
    "th": {"align"},
    "td": {"align"},
}
CLASSES = re.compile(r"language-[\w+#.-]{1,30}|contains-task-list|task-list-item(-checkbox)?")
SCHEMES = {"http", "https", "mailto"}


def render(source):
    """Sanitised HTML of Markdown `source`."""
    return clean(_markdown.render(source))


def clean(html):
    """`html` with nothing left in it that could run, load from elsewhere, or break out of its place."""
    return _cleaner.clean(html)


def from_html(html):
    """Markdown of sanitised `html`, for the first edit of an imported post. Rendering it gives the same page again."""
    from .backwards import Backwards  # brings a parser that only a first edit needs, and every start would pay for

    return Backwards().convert(html).strip()


def plain_text(html):
    """The words of `html`, on one line, without code blocks and quotes."""
    bare = _words_only.clean(html.replace("<", " <"))
    return " ".join(entities.unescape(bare).split())


def shorten(words, most=EXCERPT_LENGTH):
    """`words` cut at a word's end to at most `most` characters, with an ellipsis where something was cut."""
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def _keep_attribute(tag, name, value):
    if name == "class":
        return value if all(CLASSES.fullmatch(word) for word in value.split()) else None
    if tag == "input":
        return value if (name, value) != ("type", "") and (name != "type" or value == "checkbox") else None
    return value


def _picture_as_link(renderer, tokens, index, options, env):
    """Pictures from elsewhere would tell their server who reads: a link in their place."""
    token = tokens[index]
    label = entities.escape(renderer.renderInlineAsText(token.children, options, env) or token.attrs["src"])
    return f'<a href="{entities.escape(str(token.attrs["src"]))}">{label}</a>'


def _headings_below_ours(state):
    """The page has h1, each post h2: what people write as a heading begins at h3."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
_markdown.enable(["table", "strikethrough", "linkify"])
_markdown.use(tasklists_plugin)
_markdown.add_render_rule("image", _picture_as_link)
_markdown.core.ruler.push("headings_below_ours", _headings_below_ours)

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_keep_attribute,
    url_schemes=SCHEMES,
    link_rel="nofollow ugc noopener noreferrer",
)
_words_only = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"pre", "blockquote", "script", "style"})

"""From what people write to what is safe to show, and back."""

import html as entities
import re

import nh3
from django.conf import settings
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from members.accounts.handles import HANDLE

# Stored with every post. Raise it when `render` or `clean` changes, so that old posts can be rendered anew.
RENDER_VERSION = 2
EXCERPT_LENGTH = 220

TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "ul", "ol", "li", "a", "em", "strong", "del", "sup", "sub"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "kbd", "input"),
    *("section", "span"),
}
ATTRIBUTES = {
    "a": {"href", "title", "id", "role", "class"},
    "ol": {"start", "class"},
    "code": {"class"},
    "ul": {"class"},
    "li": {"class", "id"},
    "input": {"type", "disabled", "checked", "class"},
    "th": {"align"},
    "td": {"align"},
    "span": {"class"},
    "sup": {"class"},
    "section": {"class", "role"},
}
# Pictures come from our own house only; what was imported as HTML has none.
OF_PICTURES = {"img": {"src", "alt", "width", "height", "loading", "decoding"}}
CLASSES = re.compile(
    r"language-[\w+#.-]{1,30}|contains-task-list|task-list-item(-checkbox)?|mention|picture|"
    r"footnotes(-list)?|footnote-(item|ref|backref)"
)
ROLES = {"doc-noteref", "doc-backlink", "doc-endnotes"}
OUR_IDS = re.compile(r"fn(ref)?(-[\w-]{1,60}-)?\d{1,4}(:\d{1,4})?")
OUR_PICTURES = re.compile(r"/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?:\d+/)?[\w.-]{1,80}")
SCHEMES = {"http", "https", "mailto"}
WIDEST = 640  # pixels; what a column of text has room for


def render(source, *, doc="", people=None, pictures=None):
    """Sanitised HTML of Markdown `source`.

    `doc` tells the footnotes of texts apart that stand on one page (such as the number of the post).
    `people` gets the handles after @ in the text, in their order, and returns those to mark as mentions.
    `pictures` gets the keys of files of ours that the text shows, and returns {key: File} of those it may show.
    Neither is called where there is nothing to ask.
    """
    env = {"docId": doc} if doc else {}
    tokens = _markdown.parse(source, env)
    handles, keys = env.get("handles", {}), env.get("pictures", {})
    env["marked"] = set(people(list(handles))) if people and handles else ()
    env["files"] = pictures(list(keys)) if pictures and keys else {}
    return _with_pictures.clean(_markdown.renderer.render(tokens, _markdown.options, env))


def handles_in(source):
    """The handles called by @ in `source`, each once, in their order; in code and in quotes there are none."""
    env = {}
    _markdown.parse(source, env)
    return list(env.get("handles", {}))


def for_mail(html):
    """`html` of a text of ours as a letter can show it: whole addresses, and pictures as links to be signed in for."""
    words = _OUR_PICTURE.sub(lambda found: f"{found[1]}{found[3] or found[2]}</a>", html)
    return _OUR_LINK.sub(rf'\1="{settings.PORTAL_URL}/', words)


def text_for_mail(source):
    """Markdown `source` as a letter can say it: with whole addresses."""
    return _OUR_ADDRESS.sub(rf"\1{settings.PORTAL_URL}/", source)


def clean(html):
    """`html` with nothing left in it that could run, load from elsewhere, or break out of its place."""
    return _cleaner.clean(html)


def from_html(html):
    """Markdown of sanitised `html`, for the first edit of an imported post. Rendering it gives the same page again."""
    from .backwards import Backwards  # brings a parser that only a first edit needs, and every start would pay for

    return Backwards().convert(html).strip()


def plain_text(html):
    """The words of `html`, on one line, without code blocks, quotes and footnotes."""
    bare = _words_only.clean(_NOT_WORDS.sub("", html).replace("<", " <"))
    return " ".join(entities.unescape(bare).split())


def excerpt(html):
    """The first words of `html`; without its headings, which read as nonsense in one line with what follows them."""
    return shorten(plain_text(_HEADINGS.sub(" ", html)) or plain_text(html))


def shorten(words, most=EXCERPT_LENGTH):
    """`words` cut at a word's end to at most `most` characters, with an ellipsis where something was cut."""
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def _keep_attribute(tag, name, value):
    if name == "class":
        return value if all(CLASSES.fullmatch(word) for word in value.split()) else None
    if name == "id":
        return value if OUR_IDS.fullmatch(value) else None
    if name == "role":
        return value if value in ROLES else None
    if tag == "img" and name == "src":
        return value if OUR_PICTURES.fullmatch(value) else None
    if tag == "input":
        return value if (name, value) != ("type", "") and (name != "type" or value == "checkbox") else None
    return value


def _picture(renderer, tokens, index, options, env):
    """A picture of ours, with its size so that nothing jumps when it comes; from elsewhere a link in its place,
    which does not tell another server who reads."""
    token = tokens[index]
    address = str(token.attrs["src"])
    words = renderer.renderInlineAsText(token.children, options, env)
    ours = OUR_PICTURES.fullmatch(address)
    file = env.get("files", {}).get(ours[1]) if ours else None
    if file is None:
        return f'<a href="{entities.escape(address)}">{entities.escape(words or address)}</a>'
    width = min(file.width, WIDEST)
    height = max(round(file.height * width / file.width), 1)
    return (
        f'<a class="picture" href="{file.url}"><img src="{file.thumbnail_url(WIDEST)}" alt="{entities.escape(words)}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async"></a>'
    )


def _note_what_it_needs(state):
    """Remember whom the text calls and which files of ours it shows. Whom it only quotes, it does not call."""
    quotes = 0
    for block in state.tokens:
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(block.type, 0)
        for token in block.children or []:
            if token.type == "mention" and not quotes:
                state.env.setdefault("handles", {})[token.content.lower()] = True
            elif token.type == "image" and (ours := OUR_PICTURES.fullmatch(str(token.attrs["src"]))):
                state.env.setdefault("pictures", {})[ours[1]] = True


def _mention(state, silent):
    """@handle, where a word begins."""
    if state.src[state.pos] != "@" or (state.pos and not _BEFORE_MENTION.fullmatch(state.src[state.pos - 1])):
        return False
    found = HANDLE.match(state.src, state.pos + 1, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _marked_mention(renderer, tokens, index, options, env):
    handle = tokens[index].content
    words = f"@{entities.escape(handle)}"
    return f'<span class="mention">{words}</span>' if handle.lower() in env.get("marked", ()) else words


def _note_ref(renderer, tokens, index, options, env):
    """The number that leads to a footnote, and back from it to the first place that names it."""
    name = renderer.rules["footnote_anchor_name"](tokens, index, options, env)
    sub = tokens[index].meta.get("subId", 0)
    place = f"{name}:{sub}" if sub > 0 else name
    number = tokens[index].meta["id"] + 1
    return f'<sup class="footnote-ref"><a role="doc-noteref" href="#fn{name}" id="fnref{place}">{number}</a></sup>'


def _note_back(renderer, tokens, index, options, env):
    name = renderer.rules["footnote_anchor_name"](tokens, index, options, env)
    sub = tokens[index].meta.get("subId", 0)
    place = f"{name}:{sub}" if sub > 0 else name
    return f' <a class="footnote-backref" role="doc-backlink" href="#fnref{place}">↩\ufe0e</a>'


def _notes_open(renderer, tokens, index, options, env):
    return '<section class="footnotes" role="doc-endnotes">\n<ol class="footnotes-list">\n'


def _headings_below_ours(state):
    """The page has h1, each post h2: what people write as a heading begins at h3."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"


_BEFORE_MENTION = re.compile(r"[^\w/@.=-]|_")
_OUR_ADDRESS = re.compile(r"(\]\(<?|^ {0,3}\[[^\]\n]+\]: *<?)/(?!/)", re.MULTILINE)
_OUR_LINK = re.compile(r'(<a\b[^<>]*?\bhref)="/(?!/)')
_OUR_PICTURE = re.compile(r'(<a class="picture" href="([^"]*)"[^>]*>)<img [^>]*?alt="([^"]*)"[^>]*></a>')
_HEADINGS = re.compile(r"<(h[3-6])\b[^<>]*>.*?</\1>", re.DOTALL)
_NOT_WORDS = re.compile(r'<sup class="footnote-ref">.*?</sup>|<span class="mention">|</span>')

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
_markdown.enable(["table", "strikethrough", "linkify"])
_markdown.use(tasklists_plugin)
_markdown.use(footnote_plugin, inline=False)
_markdown.inline.ruler.before("link", "mention", _mention)
_markdown.core.ruler.push("headings_below_ours", _headings_below_ours)
_markdown.core.ruler.push("note_what_it_needs", _note_what_it_needs)
for _name, _rule in {
    "image": _picture,
    "mention": _marked_mention,
    "footnote_ref": _note_ref,
    "footnote_anchor": _note_back,
    "footnote_block_open": _notes_open,
}.items():
    _markdown.add_render_rule(_name, _rule)

_rules = {"attribute_filter": _keep_attribute, "url_schemes": SCHEMES, "link_rel": "nofollow ugc noopener noreferrer"}
_cleaner = nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, **_rules)
_with_pictures = nh3.Cleaner(tags=TAGS | {"img"}, attributes=ATTRIBUTES | OF_PICTURES, **_rules)
_words_only = nh3.Cleaner(
    tags=set(), attributes={}, clean_content_tags={"pre", "blockquote", "section", "script", "style"}
)

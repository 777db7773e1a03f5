"""The HTML of a mail as Markdown, without the letter it answers: mail programs mark that in ways of their own."""

import re

from bs4 import BeautifulSoup, Comment
from markdownify import MarkdownConverter

MOST_TAGS = 4_000  # that are looked at; what people write themselves stands at the beginning
MOST_TABLES = 100
_TAG = re.compile("<")
_NEVER = ["head", "script", "style", "title", "meta", "link", "template", "object", "embed", "iframe", "form"]
# What holds the quoted letter, by the programs that make it.
_QUOTES = [
    "div.gmail_quote",
    "blockquote.gmail_quote",
    "div.gmail_attr",
    "blockquote[type=cite]",
    "div.moz-cite-prefix",
    "div.yahoo_quoted",
    "div.protonmail_quote",
    "div.zmail_extra",
    "div.tutanota_quote",
    "div.quote[data-type=replied]",
    "blockquote.tutanota_quote",
    "div.mail_quote",
]
# What begins it where it is not held: all that follows goes with it.
_BEGINNINGS = [
    "div#divRplyFwdMsg",
    "div#appendonsend",
    "div#x_divRplyFwdMsg",
    "hr#stopSpelling",
    "div#mail-editor-reference-message-container",
    "div.OutlookMessageHeader",
]
_SIGNATURES = [
    "div.gmail_signature",
    "div.gmail_signature_prefix",
    "span.gmail_signature_prefix",
    "div.moz-signature",
    "pre.moz-signature",
    "div#Signature",
    "div#ms-outlook-mobile-signature",
    "div.protonmail_signature_block",
    "div#AppleMailSignature",
]
_LINE_ABOVE = re.compile(r"border-top:\s*solid\s+#[0-9a-f]{6}\s+1\.0pt|border-top:\s*1px solid #[0-9a-f]{6}", re.I)


class _AsPeopleWrite(MarkdownConverter):
    """Pictures become the name by which the mail holds them; those from elsewhere say nothing."""

    def convert_img(self, node, text, parent_tags):
        source = str(node.get("src") or "")
        return f" [cid:{source[4:]}] " if source.lower().startswith("cid:") else ""


class TooDeep(ValueError):
    """More tables than a person writes: looking at them would take minutes."""


def markdown_of(html, *, with_quotes=False):
    """Markdown of what stands in `html`; `with_quotes` leaves the letter it answers in, quoted by ">". Raises TooDeep,
    and what parsers raise on what is nested too deeply."""
    soup = _soup_of(html)
    if not with_quotes:
        _cut(soup)
    _flatten_layout(soup)
    words = _AsPeopleWrite(
        heading_style="ATX", bullets="-", escape_misc=False, escape_underscores=False, escape_asterisks=False
    ).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def has_shape(html):
    """Whether `html` holds, outside of the letter it answers, what plain text loses: a table of facts, or code."""
    if not re.search(r"<(table|pre)\b", html, re.IGNORECASE):
        return False
    soup = _soup_of(html)
    _cut(soup)
    return bool(soup.find("pre")) or any(_tells_facts(table) for table in soup.find_all("table"))


def _soup_of(html):
    """The tree of `html`, without what is never shown."""
    ends = next((found.end() for number, found in enumerate(_TAG.finditer(html)) if number >= MOST_TAGS), len(html))
    beginning = html[:ends]
    if beginning.lower().count("<table") > MOST_TABLES:
        raise TooDeep
    soup = BeautifulSoup(beginning, "lxml")
    for node in soup(_NEVER):
        node.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    return soup


def _cut(soup):
    for selector in _BEGINNINGS:
        if node := soup.select_one(selector):
            _cut_from(node)
    for div in soup.find_all("div", style=_LINE_ABOVE):
        if len(div.find_all(["b", "strong"])) >= 2:  # From, Sent, To, as Outlook writes them
            _cut_from(div)
            break
    for selector in [*_QUOTES, *_SIGNATURES]:
        for node in soup.select(selector):
            node.decompose()


def _cut_from(node):
    """Take away `node` and all that follows it in the document."""
    while node is not None and node.name != "body":
        for follower in list(node.next_siblings):
            follower.extract()
        parent = node.parent
        if parent is None:
            return
        node.extract()
        node = parent if not parent.get_text(strip=True) and parent.name != "body" else _shell(parent)


def _shell(parent):
    """What stands behind `parent`, emptied; its own words stay."""
    while parent is not None and parent.name not in ("body", "html", "[document]"):
        for follower in list(parent.next_siblings):
            follower.extract()
        parent = parent.parent


def _flatten_layout(soup):
    """Tables that only place things are not tables of facts: their cells become paragraphs."""
    for table in reversed(soup.find_all("table")):
        if not _tells_facts(table):
            for part in table.find_all(["tbody", "thead", "tr", "td", "th"]):
                part.name = "div"
            table.name = "div"


def _tells_facts(table):
    if table.get("role") == "presentation" or table.find("table"):
        return False
    rows = [len(row.find_all(["td", "th"], recursive=False)) for row in table.find_all("tr")]
    return len(rows) >= 2 and min(rows, default=0) >= 2

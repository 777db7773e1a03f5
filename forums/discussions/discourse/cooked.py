"""Discourse's HTML as plain HTML: what it draws with its own styles and scripts becomes what any page can show.

This only makes things readable. What makes them safe is `markdown.clean`, through which all of it goes afterwards.
"""

import re
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from lxml import html as lxml_html
from lxml.html import builder

from forums.discussions import markdown

from .emoji import character

DROPPED = {"svg", "script", "style", "noscript", "template", "object", "embed", "form", "button", "select", "textarea"}
DROPPED_CLASSES = {"poll", "filename", "informations", "quote-controls", "badge-wrapper", "anchor", "show-more"}
RENAMED = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
RENAMED |= {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}  # the page has h1, each post h2
STYLED = {"bbcode-b": "strong", "bbcode-i": "em", "bbcode-s": "del"}
BLOCKS = {"p", "div", "ul", "ol", "table", "pre", "blockquote", "details", "h3", "h4", "h5", "h6", "hr", "aside"}
# Most posts hold nothing that is drawn: they need no change, and the import half as long.
DRAWN = re.compile(r'<(?!/?(?:p|br|em|strong|ul|ol|li|blockquote|pre|code|hr)>|code class="lang-auto">)')
EMPTY = re.compile(r"<p>\s*</p>\s*")
YOUTUBE = "https://www.youtube.com/watch?v="


def to_html(cooked, links):
    """Safe, plain HTML of what Discourse `cooked`."""
    if not cooked.strip():
        return ""
    cleaned = markdown.clean(_plain(cooked, links) if DRAWN.search(cooked) else cooked)
    return EMPTY.sub("", cleaned).strip()


def _plain(cooked, links):
    root = lxml_html.fragment_fromstring(cooked, create_parent="div")
    _drop(root)
    # In this order: previews and pictures leave links behind, and what a block is depends on what is in it by then.
    for tags, change in CHANGES:
        for element in _each(root, *tags):
            change(element, links)
    return "".join([_escaped(root.text), *(lxml_html.tostring(child, encoding="unicode") for child in root)])


def _drop(root):
    for element in _each(root, *DROPPED):
        _remove(element)
    for element in _each(root, "div", "a", "span"):
        if not DROPPED_CLASSES.isdisjoint(_classes(element)):
            _remove(element)


def _each(root, *tags):
    """A list, because what is done to one moves others; those that went with a parent are gone by themselves."""
    return [element for element in root.iter(*tags) if element is not root]


def _aside(aside, links):
    """A quote, or the preview of a page elsewhere."""
    classes = _classes(aside)
    if "quote" in classes:
        _quote(aside, links)
    elif "onebox" in classes:
        _preview(aside, links)
    else:
        aside.tag = "div"


def _quote(aside, links):
    quote = aside.find("blockquote")
    title = next((each for each in aside.findall("div") if "title" in _classes(each)), None)
    if quote is None:
        quote = builder.BLOCKQUOTE(aside.text_content().strip())
    line = _who_said(aside, title, links)
    if line is not None:
        line.tail, quote.text = quote.text, None
        quote.insert(0, line)
    _replace(aside, quote)


def _who_said(aside, title, links):
    """The line above a quote; a link where the post it is from came too."""
    topic, number = _number(aside, "data-topic"), _number(aside, "data-post")
    address = f"/t/{topic}/{number}" if links.to_post(topic, number) else None
    headings = title.iter("a") if title is not None else []
    heading = next((each for each in headings if each.text_content().strip()), None)
    if heading is not None:
        return builder.P(builder.A(heading.text_content().strip(), href=address or heading.get("href", "")))
    name = aside.get("data-username") or (title.text_content().strip().rstrip(":") if title is not None else "")
    if not name:
        return None
    said = _("%(name)s wrote:") % {"name": name}
    return builder.P(builder.A(said, href=address)) if address else builder.P(said)


def _preview(aside, links):
    addresses = [aside.get("data-onebox-src"), *(each.get("href") for each in aside.iter("a"))]
    address = next((each for each in addresses if links.resolve(each or "")), "")
    headings = [each.text_content() for tag in ("h3", "h4") for each in aside.iter(tag)]
    words = next((each for each in (" ".join(heading.split()) for heading in headings) if each), address)
    _replace(aside, _in_its_place(aside, _link(address, words)))


def _division(element, _links):
    classes = _classes(element)
    if "lazyYT" in classes and element.get("data-youtube-id"):
        address = YOUTUBE + element.get("data-youtube-id")
        _replace(element, _in_its_place(element, _link(address, element.get("data-youtube-title"))))
    elif "spoiler" in classes or "spoiled" in classes:
        _spoiler(element)
    elif not any(child.tag in BLOCKS for child in element) and element.text_content().strip():
        element.tag = "p"
    else:
        # nh3 drops the tag itself; a break keeps the words before and after it apart.
        element.tail = f"\n{element.tail or ''}"


def _picture(img, _links):
    """Pictures from elsewhere would tell their server who reads: words in their place, with a link."""
    classes = _classes(img)
    if "emoji" in classes:
        _replace(img, character(img.get("alt") or img.get("title") or ""))
    elif "avatar" in classes or "site-icon" in classes:
        _remove(img)
    else:
        around = next((each for each in img.iterancestors("a")), None)
        if around is None:
            _replace(img, _link(img.get("src", ""), _name_of(img)))
        elif (around.text_content() or "").strip():
            _remove(img)
        else:
            _replace(img, _name_of(img))


def _name_of(img):
    alt = " ".join((img.get("alt") or "").split())
    file_name = unquote(_path(img.get("src", "")).rsplit("/", 1)[-1])
    return alt or file_name or _("Picture")


def _path(address):
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _address(a, links):
    href = links.resolve(a.get("href", ""))
    if href is None or not _classes(a).isdisjoint({"mention", "mention-group", "hashtag", "hashtag-cooked"}):
        _unwrap(a)
        return
    if not a.text_content().strip():
        a.text = href
    a.attrib.clear()
    a.set("href", href)


def _span(span, _links):
    classes = _classes(span)
    if "spoiler" in classes or "spoiled" in classes:
        _spoiler(span)
        return
    tag = next((STYLED[name] for name in classes if name in STYLED), None)
    if tag:
        span.tag = tag
    else:
        _unwrap(span)  # those that stay in a text of ours mean something


def _spoiler(element):
    element.tag = "details"
    summary = lxml_html.Element("summary")
    summary.text = _("Hidden until you open it")
    summary.tail, element.text = element.text, None
    element.insert(0, summary)
    _lift(element)


def _code(code, _links):
    """Discourse writes `lang-sql`, HTML `language-sql`; `lang-auto` says nothing."""
    language = next((name[5:] for name in _classes(code) if name.startswith("lang-")), "")
    code.attrib.pop("class", None)
    if language and language not in ("auto", "nohighlight", "plaintext"):
        code.set("class", f"language-{language.lower()}")


def _align(cell, _links):
    found = re.search(r"text-align:\s*(left|center|right)", cell.get("style") or "")
    if found:
        cell.set("align", found[1])


def _lift(element):
    """Take a block out of the paragraph it stands in, which ends before it and goes on after it."""
    paragraph = element.getparent()
    if paragraph is None or paragraph.tag != "p" or paragraph.getparent() is None:
        return
    rest = builder.P(element.tail or "")
    element.tail = None
    for sibling in list(element.itersiblings()):
        rest.append(sibling)
    paragraph.addnext(element)
    element.addnext(rest)


def _link(address, words=""):
    words = " ".join((words or "").split())
    return builder.A(words or address, href=address) if address else builder.SPAN(words)


def _in_its_place(element, link):
    """`link` as a paragraph of its own, unless it stands in one already."""
    within = any(True for _each in element.iterancestors("p", "li", "td", "a"))
    return link if within else builder.P(link)


def _player(element, links):
    """A film or a sound, or a window to another site: a link to it."""
    inside = [each.get("src") or each.get("href") for each in element.iter("source", "a")]
    addresses = [element.get("data-original-href"), element.get("src"), *inside]
    address = next((each for each in addresses if links.resolve(each or "")), "")
    _replace(element, _in_its_place(element, _link(address)))


def _rename(element, _links):
    element.tag = RENAMED[element.tag]


def _number(element, attribute):
    value = element.get(attribute) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 13 else 0


def _classes(element):
    return set((element.get("class") or "").split())


def _escaped(text):
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _remove(element):
    if element.getparent() is not None:
        element.drop_tree()


def _unwrap(element):
    if element.getparent() is not None:
        element.drop_tag()


def _replace(element, other):
    """`other`, an element or text, where `element` stood."""
    parent = element.getparent()
    if parent is None:
        return
    if isinstance(other, str):
        element.tail = other + (element.tail or "")
        element.drop_tree()
        return
    other.tail, element.tail = element.tail, None
    parent.replace(element, other)


CHANGES = [
    (["aside"], _aside),
    (["video", "audio", "iframe"], _player),
    (["img"], _picture),
    (["a"], _address),
    (["div"], _division),
    (["span"], _span),
    (["code"], _code),
    (list(RENAMED), _rename),
    (["th", "td"], _align),
]

"""What a public topic says to search engines, in the vocabulary of schema.org.

A question is a QAPage, everything else a DiscussionForumPosting. What each must have is what search engines ask for:
developers.google.com/search/docs/appearance/structured-data/qapage and …/discussion-forum.
"""

import html as entities
import json
import re

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from forums.discussions import markdown

from ..models import page_of
from ..pages import page_url
from .atom import whole
from .public import is_public

LONGEST_OPENING, LONGEST_POST = 5000, 1000  # characters of a text; the page itself has the rest
_WITHIN_WORDS = re.compile(r"</?(?:em|strong|del|a|code|kbd|span)\b[^<>]*>")
_NOT_THEIRS = re.compile(r"<(?:pre|blockquote|section|sup)\b")  # code, quotes and footnotes
_TAG = re.compile(r"<[^<>]*>")


def about(page):
    """A dictionary of what stands on `page` (a TopicPage), or None where there is nothing for strangers to read."""
    topic = page.topic
    opening = page.posts[0] if page.number == 1 else None
    if not is_public(topic) or not topic.excerpt or (opening and opening.is_withheld):
        return None
    return {"@context": "https://schema.org"} | (_question(page) if topic.is_question else _discussion(page))


def as_script(page):
    """The same as a <script> of data, which its words cannot end; "" where there is none.

    For strangers only: search engines are strangers, and who is signed in need not wait for it.
    """
    if page.person.is_authenticated or not (said := about(page)):
        return ""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


def _question(page):
    topic = page.topic
    accepted = [post for post in page.posts if post.accepted_at] if page.number > 1 else page.accepted
    accepted = [post for post in accepted if _is_said(post)]
    others = [post for post in page.posts if _is_said(post) and not post.accepted_at]
    address = _addresses(topic)
    question = {
        "@type": "Question",
        "name": topic.title,
        **_opening(page),
        "answerCount": topic.reply_count,
        "acceptedAnswer": [_said(post, "Answer", address) for post in accepted],
        # What the asker adds is no answer of theirs.
        "suggestedAnswer": [_said(post, "Answer", address) for post in others if not post.is_by_who_began],
        "comment": [_said(post, "Comment", address) for post in others if post.is_by_who_began],
    }
    kept = {name: value for name, value in question.items() if value != []}
    return {"@type": "QAPage", "url": whole(page_url(topic, page.number)), "mainEntity": kept}


def _discussion(page):
    topic = page.topic
    address = _addresses(topic)
    said = {
        "@type": "DiscussionForumPosting",
        "headline": topic.title,
        **_opening(page),
        "commentCount": topic.reply_count,
        "isPartOf": {"@type": "WebPage", "name": topic.board.name, "url": whole(topic.board.get_absolute_url())},
        "comment": [_said(post, "Comment", address) for post in page.posts if _is_said(post)],
    }
    return {name: value for name, value in said.items() if value != []}


def _addresses(topic):
    """A function that gives the address of a post. Each page of `topic` is asked for its own once."""
    pages = {}

    def address(post):
        number = page_of(post.number)
        if number not in pages:
            pages[number] = whole(page_url(topic, number))
        return f"{pages[number]}#{post.anchor}"

    return address


def _is_said(post):
    return post.number > 1 and post.kind == post.POST and not post.is_withheld and bool(post.excerpt)


def _opening(page):
    """The first post: whole where it stands on this page, and its first words on the others."""
    topic = page.topic
    address = whole(topic.get_absolute_url())
    said = {"@id": address, "url": address, "author": _who(topic), "datePublished": topic.created_at.isoformat()}
    if page.number > 1:
        return said | {"text": topic.excerpt}
    first = page.posts[0]
    text = _words(first, LONGEST_OPENING)
    return said | {"text": text} | _changed(first) | _thanked_as(first, topic)


def _said(post, kind, address):
    return {
        "@type": kind,
        "text": _words(post, LONGEST_POST),
        "url": address(post),
        "author": _who(post),
        "datePublished": post.created_at.isoformat(),
        **_changed(post),
        "upvoteCount": _thanked(post),
    }


def _words(post, most):
    """The text of `post` without its marks; what only emphasises a word leaves no gap after it."""
    html = _WITHIN_WORDS.sub("", post.html)
    if _NOT_THEIRS.search(html):
        words = markdown.plain_text(html)
    else:  # sanitised when it was written: the tags need not be parsed again
        words = " ".join(entities.unescape(_TAG.sub(" ", html)).split())
    return markdown.shorten(words or post.excerpt, most)


def _changed(post):
    return {"dateModified": post.edited_at.isoformat()} if post.edited_at else {}


def _thanked_as(first, topic):
    """The vocabulary counts votes on questions, and what else somebody liked in another way."""
    if topic.is_question:
        return {"upvoteCount": _thanked(first)}
    counter = {"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction"}
    return {"interactionStatistic": counter | {"userInteractionCount": _thanked(first)}}


def _thanked(post):
    """How many thanks there are: nobody votes here, and nobody votes against anybody."""
    return sum(post.reactions.values())


def _who(spoken):
    """Whoever speaks. Of who shows no name, programs are told no more than that."""
    return {"@type": "Person", "name": _("A member") if spoken.is_nameless else str(spoken.author)}

"""A topic as Markdown: who said what and when, each text as its author wrote it."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from forums.discussions.models.evidence import Grade

from .atom import whole

AT_ONCE = 200  # posts read at a time
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_OUR_LINK = re.compile(r"(\]\(<?)/(?!/)")
_parser = MarkdownIt("commonmark", {"html": True})


class Told:
    """Posts `first` to `last` of `topic`, moments in `zone`, without the words of the people `folded` (ids)."""

    def __init__(self, topic, first, last, folded, zone):
        self.topic, self.first, self.last, self.folded, self.zone = topic, first, last, folded, zone

    def pieces(self):
        """The text, piece by piece; a few posts are in memory at any length."""
        yield self._head()
        for start in range(self.first, self.last + 1, AT_ONCE):
            end = min(start + AT_ONCE - 1, self.last)
            for post in self.topic.posts.spoken().between(start, end).select_related("author"):
                post.topic = self.topic
                yield self._post(post)
        if self.last < self.topic.last_number:
            more = whole(f"{reverse('forums:export', args=[self.topic.pk])}?from={self.last + 1}")
            yield "\n---\n\n" + _("The posts after this one: %(address)s") % {"address": f"<{more}>"} + "\n"

    def _head(self):
        topic = self.topic
        facts = [
            (_("Address"), f"<{whole(topic.get_absolute_url())}>"),
            (_("Board"), plain(topic.board)),
            (_("Kind"), plain(topic.get_kind_display())),
            (_("Begun by"), f"{plain(topic.voice)}, {self._when(topic.created_at)}"),
        ]
        if topic.tag_names:
            facts.append((_("Tags"), ", ".join(plain(name) for name in topic.tag_names)))
        if topic.closed_at:
            facts.append((_("Closed"), self._when(topic.closed_at)))
        facts.append((_("Who can read it"), plain(topic.board.audience_sentence)))
        facts.append((_("Saved"), self._when(timezone.now())))
        return f"# {plain(topic.title)}\n\n" + "".join(f"- {name}: {value}\n" for name, value in facts)

    def _post(self, post):
        heading = f"\n---\n\n## {post.number}. {plain(post.voice)}, {self._when(post.created_at)}\n\n"
        if post.author_id in self.folded:
            return heading + _("*By somebody you blocked: left out.*") + "\n"
        notes = [f"<{whole(post.get_absolute_url())}>"]
        if post.edited_at:
            notes.append(_("Edited %(when)s") % {"when": self._when(post.edited_at)})
        if post.accepted_at and self.topic.is_question:
            notes.append("**" + _("This answer helped.") + "**")
        if post.evidence:
            notes.append(_("It rests on: %(what)s") % {"what": plain(Grade(post.evidence).label)})
        if post.interest:
            notes.append(plain(post.interest))
        return heading + "  \n".join(notes) + "\n\n" + text_of(post) + "\n"

    def _when(self, moment):
        local = timezone.localtime(moment, self.zone)
        return f"{written(local, 'j F Y, H:i')} {local.tzname()}"


def plain(words):
    """`words` on one line, with nothing in them that Markdown reads as more than words."""
    return _SPECIAL.sub(r"\\\1", " ".join(str(words).split()))


def text_of(post):
    """The Markdown of `post`, so that it stays within its place among others: its headings stand below ours, and
    nothing it left open goes on into what others said."""
    lines = _OUR_LINK.sub(rf"\1{settings.PORTAL_URL}/", post.markdown).strip().replace("\r\n", "\n").split("\n")
    ends = []
    for token in _parser.parse("\n".join(lines)):
        if token.level or not token.map:
            continue
        begin, end = token.map
        if token.type == "heading_open":
            _lower(lines, begin, end, token)
        elif token.type == "hr":
            lines[begin] = "* * *"  # ours divide the posts
        elif token.type == "html_block":
            lines[begin:end] = [line.replace("<", "&lt;") for line in lines[begin:end]]
        elif token.type == "fence" and end >= len(lines) and not _closes(lines[-1], token, end - begin):
            ends.append(token.markup)
    return "\n".join(lines + ends)


def _lower(lines, begin, end, token):
    level = min(int(token.tag[1]) + 2, 6)
    if token.markup in "=-":  # underlined
        words = " ".join(line.strip() for line in lines[begin : end - 1])
        lines[begin:end] = [f"{'#' * level} {words}"] + [""] * (end - begin - 1)
    else:
        lines[begin] = f"{'#' * level} {lines[begin].lstrip().lstrip('#').lstrip()}"


def _closes(line, fence, length):
    """Whether `line` ends a fenced block of so many lines."""
    bare = line.strip()
    return length > 1 and len(bare) >= len(fence.markup) and set(bare) == {fence.markup[0]}

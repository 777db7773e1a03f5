"""Drafts of this room: a new topic, a reply, an edit. Their words are kept by `members.progress`."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.progress import drafts
from members.subjects.contexts import Context

from .models import Behind, Post, Topic
from .numbers import number_in

_OF_POLLS = ["poll_kind", "poll_most", "poll_results", "poll_closes_0", "poll_closes_1"]
# What is chosen in the form of a topic, and says nothing by itself.
_OF_SPEAKING = ["safely", "shown_as", "interest_said", "evidence"]
_OF_PLANS = ["when", "at_0", "at_1"]
_CHOSEN = ["kind", "board", *Context.PARTS, "everyone_edits", *_OF_PLANS, *_OF_POLLS, *_OF_SPEAKING, "files"]


def chosen_too(name):
    """A field that a room above added to the form of a topic is chosen, and says nothing by itself."""
    if name not in _CHOSEN:
        _CHOSEN.append(name)
        register()


def register():
    """Make the kinds known; called when the room is ready, and again when a field was added."""
    drafts.register("ask", label=gettext_lazy("New topic"), title=_title, url=_ask_url, choices=_CHOSEN)
    drafts.register("plan", label=gettext_lazy("Planned topic"), title=_title, url=_plan_url, choices=_CHOSEN)
    drafts.register(
        "reply",
        label=gettext_lazy("Reply"),
        title=lambda draft: _about(draft, _topics).title,
        url=lambda draft: _about(draft, _topics).url,
        prepare=_topics,
        choices=["reply_to", *_OF_SPEAKING],
    )
    drafts.register(
        "edit",
        label=gettext_lazy("Change to a post"),
        title=lambda draft: _about(draft, _posts).title,
        url=lambda draft: _about(draft, _posts).url,
        prepare=_posts,
        choices=["version", *_OF_SPEAKING],
    )


class _About:
    """What a draft is about, as its writer may know it; `url` is "" where they can no longer go on."""

    def __init__(self, title="", url=""):
        self.title = title or str(_("Something that is no longer there"))
        self.url = url


def _title(draft):
    return draft.fields.get("title", "")[:200]


def _ask_url(draft):
    return f"{reverse('forums:ask')}?draft={draft.rest}"


def _plan_url(draft):
    return reverse("forums:planned_topic", args=[number_in(draft.rest)]) if number_in(draft.rest) else ""


def _about(draft, prepare):
    if not hasattr(draft, "about"):
        prepare([draft], draft.person)
    return draft.about


def _topics(drafts, person):
    """What replies are about: one query for the topics, whatever their number."""
    found = Topic.objects.visible_to(person).select_related("board__group").in_bulk(_numbers(drafts))
    for draft in drafts:
        topic = found.get(number_in(draft.rest))
        may_write = topic is not None and topic.board.can_be_posted_to_by(person)
        draft.about = _About(topic and topic.title, reverse("forums:reply", args=[topic.pk]) if may_write else "")


def _posts(drafts, person):
    """What edits are about: one query for the posts with their topics."""
    seen = Post.objects.filter(topic__in=Topic.objects.visible_to(person)).select_related("topic__board__group")
    found = seen.annotate(**Behind.beside_posts(person)).in_bulk(_numbers(drafts))
    for draft in drafts:
        post = found.get(number_in(draft.rest))
        may_edit = post is not None and post.can_be_edited_by(person)
        url = reverse("forums:edit", args=[post.topic_id, post.number]) if may_edit else ""
        draft.about = _About(post and post.topic.title, url)


def _numbers(drafts):
    return {number for number in (number_in(draft.rest) for draft in drafts) if number}

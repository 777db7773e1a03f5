"""Drafts of playbooks and of their passages. Their words are kept by `members.progress`."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.models import Topic
from forums.discussions.numbers import number_in
from members.progress import drafts

from .models import Passage, Playbook


def register():
    """Make the kinds known; called once, when the room is ready."""
    drafts.register(
        "playbook",
        label=gettext_lazy("Playbook"),
        title=lambda draft: draft.fields.get("title", "")[:120] or _("A playbook"),
        url=_url_of_beginning,
        choices=["subjects", "months"],
    )
    drafts.register(
        "passage",
        label=gettext_lazy("Passage of a playbook"),
        title=lambda draft: draft.fields.get("heading", "")[:120] or _("A passage"),
        url=_url_of_passage,
        choices=["posts", "version"],
    )
    drafts.register(
        "addition",
        label=gettext_lazy("New passage of a playbook"),
        title=lambda draft: draft.fields.get("heading", "")[:120] or _("A passage"),
        url=_url_of_addition,
        choices=["posts", "version"],
    )


def _url_of_beginning(draft):
    pk = number_in(draft.rest, digits=18)
    there = pk and Topic.objects.visible_to(draft.person).filter(pk=pk).exists()
    return reverse("playbooks:begin", args=[pk]) if there else ""


def _url_of_passage(draft):
    passage = Passage.objects.select_related("playbook").filter(pk=number_in(draft.rest, digits=18)).first()
    there = passage and _is_seen(passage.playbook_id, draft.person)
    return reverse("playbooks:passage", args=[passage.playbook_id, passage.pk]) if there else ""


def _url_of_addition(draft):
    pk = number_in(draft.rest, digits=18)
    return reverse("playbooks:addition", args=[pk]) if pk and _is_seen(pk, draft.person) else ""


def _is_seen(pk, person):
    return Playbook.objects.visible_to(person).filter(pk=pk).exists()

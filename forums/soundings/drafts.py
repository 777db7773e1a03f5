"""Drafts of ideas and of syntheses. Their words are kept by `members.progress`."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.numbers import number_in
from members.progress import drafts

from .models import Sounding
from .models.soundings import can_ask


def register():
    """Make the kinds known; called once, when the room is ready."""
    drafts.register(
        "sounding",
        label=gettext_lazy("Half-formed idea"),
        title=lambda draft: draft.fields.get("title", "")[:120] or _("An idea for a sounding board"),
        url=lambda draft: f"{reverse('soundings:new')}?draft={draft.rest}" if can_ask(draft.person) else "",
        choices=["subjects"],
    )
    drafts.register(
        "synthesis",
        label=gettext_lazy("Synthesis"),
        title=lambda draft: draft.fields.get("title", "")[:120] or _("What came of a sounding board"),
        url=_url_of_synthesis,
        prepare=_prepare,
        choices=["board"],
    )
    drafts.register(
        "view",
        label=gettext_lazy("View on an idea"),
        title=lambda draft: _("For a sounding board"),
        url=_url_of_view,
        prepare=_prepare,
    )


def _prepare(drafts, person):
    """Which boards they are for that the writer still sees, in one query at any number of drafts."""
    pks = {number for number in (number_in(draft.rest, digits=18) for draft in drafts) if number}
    there = set(Sounding.objects.visible_to(person).filter(pk__in=pks).values_list("pk", flat=True))
    for draft in drafts:
        number = number_in(draft.rest, digits=18)
        draft.sounding_pk = number if number in there else None


def _pk_of(draft):
    if not hasattr(draft, "sounding_pk"):
        _prepare([draft], draft.person)
    return draft.sounding_pk


def _url_of_synthesis(draft):
    return reverse("soundings:synthesis", args=[pk]) if (pk := _pk_of(draft)) else ""


def _url_of_view(draft):
    return reverse("soundings:sounding", args=[pk]) if (pk := _pk_of(draft)) else ""

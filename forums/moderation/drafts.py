"""Drafts of texts that came back from a moderator. Their words are kept by `members.progress`."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.numbers import number_in
from members.progress import drafts

from .models import Case


def register():
    """Make the kind known; called once, when the room is ready."""
    drafts.register(
        "revision",
        label=gettext_lazy("A text to change"),
        title=lambda draft: _about(draft)[0],
        url=lambda draft: _about(draft)[1],
        prepare=_prepare,
        choices=["version"],
    )


def _about(draft):
    if not hasattr(draft, "case_told"):
        _prepare([draft], draft.person)
    return draft.case_told


def _prepare(drafts, person):
    """Which texts they are, and which can still be changed: one query at any number of drafts."""
    numbers = {number for number in (number_in(draft.rest, digits=18) for draft in drafts) if number}
    cases = Case.objects.filter(outcome=Case.RETURNED).select_related("post__topic", "held").in_bulk(numbers)
    for draft in drafts:
        case = cases.get(number_in(draft.rest, digits=18))
        gone = (_("Something that is no longer to be changed"), "")
        draft.case_told = (case.title, reverse("moderation:text", args=[case.pk])) if case else gone

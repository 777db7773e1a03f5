"""What the views of this room begin and end with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404

from .. import markdown
from ..forms import LONGEST_BODY
from ..models import Topic


def accepted(request, sentence, drafts):
    """Say that a text arrived; the next page forgets its `drafts`, the keys of data-draft (see base.html)."""
    messages.success(request, sentence, extra_tags=f"drafts {drafts}")


def topic_of(request, pk):
    """The topic `pk`, with its board and author, where this reader may see it; Http404 otherwise."""
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("board__group", "author"), pk=pk)


def preview_of(request):
    """The HTML of the text in the form, where the button "preview" was pressed; None otherwise."""
    return markdown.render(request.POST.get("body", "")[:LONGEST_BODY]) if "preview" in request.POST else None

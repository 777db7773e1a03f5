"""What the views of this room begin and end with."""

from django.shortcuts import get_object_or_404

from .. import markdown
from ..forms import LONGEST_BODY
from ..models import Attachment, Topic
from ..models.mentions import people_named


def topic_of(request, pk):
    """The topic `pk`, with its board and author, where this reader may see it; Http404 otherwise."""
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("board__group", "author"), pk=pk)


def preview_of(request, topic=None, board=None):
    """The HTML of the text in the form, where the button "preview" was pressed; None otherwise."""
    return as_others_see(request, topic, board) if "preview" in request.POST else None


def as_others_see(request, topic=None, board=None, source=None):
    """The HTML of the text in a form (or of `source`), exactly as it would be stored for `topic` or `board`."""

    def people(handles):
        return [person.handle for person in people_named(handles, topic.board if topic else board)]

    def pictures(keys):
        of = {"person": request.user} | ({"post__topic": topic} if topic else {})
        return Attachment.objects.seen_as_pictures(keys, **of)

    source = request.POST.get("body", "") if source is None else source
    return markdown.render(source[:LONGEST_BODY], doc="preview", people=people, pictures=pictures)

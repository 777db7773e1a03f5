"""The playbook of a request: 404 for what somebody may not see, 403 for what they see and may not change."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from ..models import Playbook


def seen(request, pk):
    """The Playbook, for whoever may read it."""
    return get_object_or_404(Playbook.objects.visible_to(request.user).select_related("owner", "offered_to"), pk=pk)


def held(request, pk):
    """The Playbook, for whoever looks after it, and moderators."""
    found = seen(request, pk)
    if not found.can_be_edited_by(request.user):
        raise PermissionDenied
    return found

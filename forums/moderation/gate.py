"""Who comes into the queue: moderators. To everybody else it is not there."""

from functools import wraps

from django.http import Http404


def for_moderators(view):
    @wraps(view)
    def gated(request, *args, **kwargs):
        if not request.user.is_moderator:
            raise Http404
        return view(request, *args, **kwargs)

    return gated

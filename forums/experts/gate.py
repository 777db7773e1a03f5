"""Who comes in: members and staff. Whoever has a free account, or was a member, is told so kindly."""

from functools import wraps

from django.shortcuts import render

from .showing import is_among_members


def for_members(view):
    """Show the page that says who experts are for to everybody else who is signed in."""

    @wraps(view)
    def gated(request, *args, **kwargs):
        if not is_among_members(request.user):
            return render(request, "forums/experts/members_only.html", status=403)
        return view(request, *args, **kwargs)

    return gated

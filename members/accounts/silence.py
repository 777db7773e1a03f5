"""The one gate of silence: what somebody who is silenced sends to others is refused kindly, and not lost.

Rooms above say where people speak. There everything that is sent stops, but for the addresses they name: so a new way
to say something is closed to the silenced until somebody has thought about it.
"""

from django.shortcuts import render

from .standing import why

_rooms, _keepers = {}, []


def covers(namespace, *, but=()):
    """In the room of these addresses people speak to each other; what is sent to those named in `but` says nothing to
    others, or takes something back."""
    _rooms[namespace] = frozenset(but)


def covered():
    """{namespace: names that say nothing to others}."""
    return dict(_rooms)


def kept_by(keep):
    """Let a room above keep what was being written: `keep(request)` says whether it is kept."""
    if keep not in _keepers:
        _keepers.append(keep)


def stops(match):
    """Whether what is sent to this address (a ResolverMatch) says something to others."""
    return match.namespace in _rooms and match.url_name not in _rooms[match.namespace]


def refusal(request):
    """The page that says why not, until when, and how to object; None for nearly everybody, without a query."""
    if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
        return None
    if not request.user.is_silenced or not stops(request.resolver_match):
        return None
    kept = any([keep(request) for keep in _keepers])
    about = {"person": request.user, "why": why(request.user, "silenced_until"), "is_kept": kept}
    return render(request, "members/accounts/silenced.html", about, status=403)


class SilenceMiddleware:
    """Asks the gate, once it is known who is signed in and which address it is."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        return refusal(request)

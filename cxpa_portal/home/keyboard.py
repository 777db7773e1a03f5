"""Shortcuts on the keyboard: which there are, and the choice to have none.

A key alone can be pressed by accident, by voice control above all, so they can be turned off (WCAG 2.1.4). The choice
is a cookie: it belongs to the keyboard in front of somebody and not to their account.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

COOKIE, OFF = "shortcuts", "off"
KEPT = 60 * 60 * 24 * 365  # seconds


@dataclass(frozen=True)
class Shortcut:
    """`keys` are pressed one after the other."""

    keys: list
    words: str


def groups():
    """All of them, as the sheet shows them: [(heading, [Shortcut])]. `shortcuts.js` does what is said here."""
    return [
        (
            _("Everywhere"),
            [
                Shortcut(["?"], _("Show this sheet")),
                Shortcut(["/"], _("Search")),
                Shortcut(["n"], _("Your notices")),
                Shortcut(["g", "h"], _("Go home")),
                Shortcut(["g", "d"], _("Go to the discussions")),
                Shortcut(["g", "e"], _("Go to the events")),
                Shortcut(["g", "c"], _("Go to the certification")),
            ],
        ),
        (
            _("In lists and topics"),
            [
                Shortcut(["j"], _("The next row, or post")),
                Shortcut(["k"], _("The one before")),
                Shortcut(["o"], _("Open the row you are at")),
                Shortcut(["u"], _("Back to the list above this page")),
            ],
        ),
        (
            _("In a topic"),
            [
                Shortcut(["r"], _("Reply, to the post you are at if you are at one")),
                Shortcut(["q"], _("Quote the words you marked, or the post you are at")),
            ],
        ),
    ]


def are_on(request):
    """Whether the keys do something for this reader: people who signed in and did not turn them off here."""
    return request.user.is_authenticated and request.COOKIES.get(COOKIE) != OFF


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def keyboard(request):
    """The sheet, as a page; a POST with `shortcuts` "on" or "off" turns them on or off in this browser."""
    if request.method != "POST":
        return render(request, "cxpa_portal/home/keyboard.html", {"groups": groups(), "are_on": are_on(request)})
    off = request.POST.get("shortcuts") == OFF
    said = _("The keys do nothing any more in this browser.") if off else _("The keys work in this browser.")
    messages.success(request, said)
    response = redirect("keyboard")
    if off:
        about = {"max_age": KEPT, "samesite": "Lax", "httponly": True, "secure": settings.SESSION_COOKIE_SECURE}
        response.set_cookie(COOKIE, OFF, **about)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response

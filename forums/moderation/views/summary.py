"""What moderators did, month by month: for everybody to read."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..models import Summary

MONTHS = 12
PARTS = [
    (
        _("What came to moderators"),
        [
            ("flagged", _("Posts and topics readers flagged, each flag counted")),
            ("held", _("Texts that waited for a first look")),
        ],
    ),
    (
        _("What was decided about texts"),
        [
            ("approved", _("Let stand, or published")),
            ("returned", _("Sent back to their authors, to be changed")),
            ("refused", _("Not published")),
            ("hidden", _("Hidden")),
            ("restored", _("Decisions taken back")),
        ],
    ),
    (
        _("What was put in order"),
        [
            ("moved", _("Topics moved to another board")),
            ("split", _("Topics split")),
            ("merged", _("Topics merged")),
            ("locked", _("Topics locked")),
            ("slowed", _("Topics slowed down")),
        ],
    ),
    (
        _("What was decided about people"),
        [
            ("silenced", _("Silenced for a time: they read, and do not write")),
            ("suspended", _("Suspended for a time: they do not sign in")),
            ("objections", _("Objections to that")),
            ("upheld", _("Objections that were right")),
        ],
    ),
]


@login_not_required
@require_safe
def summary(request):
    """One month at a time, the newest first; and the rules in words."""
    months = list(Summary.objects.all()[:MONTHS])
    asked = request.GET.get("month", "")
    shown = next((each for each in months if str(each) == asked), months[0] if months else None)
    links = [
        {
            "label": date_format(each.month, "F Y"),
            "url": f"{request.path}?month={each}",
            "is_current": each is shown,
        }
        for each in months
    ]
    parts = shown and [(heading, [(label, shown.shown(name)) for name, label in figures]) for heading, figures in PARTS]
    context = {"shown": shown, "parts": parts, "months": links if len(links) > 1 else []}
    return render(request, "forums/moderation/summary/summary.html", context)

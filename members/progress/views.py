from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import saying
from .drafts import UnknownKind
from .lost import forget, signed, writer_named
from .models import KEPT_DAYS, RETURNS_DAYS, Draft, Overtaken, TooMany
from .pace import is_too_fast
from .words import TooLong, version_in, words_in, writer_in

ROWS = 30


@require_safe
def drafts(request):
    """What I am writing, the newest first, and what I threw away and can still bring back."""
    found = Draft.objects.of(request.user).newest_first()
    cursor = _read_cursor(request.GET.get("older", ""))
    rows = list((found.older_than(*cursor) if cursor else found)[: ROWS + 1])
    older = _cursor_after(rows[ROWS - 1]) if len(rows) > ROWS else None
    thrown = [] if cursor else list(Draft.objects.thrown_away_by(request.user).newest_first()[:ROWS])
    prepared([*rows[:ROWS], *thrown], request.user)
    context = {"drafts": rows[:ROWS], "thrown": thrown, "older_url": older, "is_first_page": cursor is None}
    context["by"] = signed(request.user)
    return render(request, "members/progress/drafts.html", context | {"return_days": RETURNS_DAYS})


@require_safe
def draft(request, pk):
    """All the words of one draft, also where one can no longer go on with it."""
    found = get_object_or_404(Draft.objects.of(request.user), pk=pk)
    prepared([found], request.user)
    return render(request, "members/progress/draft.html", {"draft": found, "year": KEPT_DAYS})


@login_not_required  # a script asks: it is told in numbers that nobody is signed in
@require_POST
def save(request):
    """Keep what is being written; answers {version, said}, or what to do instead, in words."""
    if not request.user.is_authenticated or writer_named(request) not in (None, request.user.pk):
        return JsonResponse({"said": _("You are signed out.")}, status=401)
    if is_too_fast(request, "save", most=240, within=60):
        waits = JsonResponse({"said": _("That was very fast. It is kept in a minute.")}, status=429)
        waits["Retry-After"] = "60"
        return waits
    about = {"version": version_in(request.POST), "writer": writer_in(request.POST)}
    key = request.POST.get("draft_key", "")
    try:
        kept = Draft.keep(by=request.user, key=key, fields=words_in(request.POST), **about)
    except UnknownKind:
        return JsonResponse({"said": _("This cannot be kept as a draft.")}, status=400)
    except TooLong:
        return JsonResponse({"said": saying.too_long()}, status=413)
    except TooMany as error:
        return JsonResponse({"said": saying.too_many(error.oldest)}, status=413)
    except Overtaken as error:
        return JsonResponse(_other(error.draft), status=409)
    forget(request, key)
    return JsonResponse({"version": kept.version, "said": "" if kept.ended_at else saying.kept(kept)})


@require_POST
def ending(request, pk):
    """Throw a draft away; it can be brought back for two days."""
    found = get_object_or_404(Draft, person=request.user, pk=pk)
    found.throw_away(by=request.user)
    messages.info(request, _("Thrown away. Below you can bring it back."))
    return redirect("progress:drafts")


@require_POST
def afresh(request):
    """Throw away the draft of the form this was pressed in, and go back to the form, empty."""
    key = request.POST.get("draft_key", "")
    forget(request, key)
    if found := Draft.objects.find(request.user, key):
        found.throw_away(by=request.user)
        said = _("You begin afresh. What stood here can be brought back under “Your drafts”.")
        messages.info(request, said, extra_tags=f"drafts {request.user.pk}:{key}")
    came_from = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return redirect(came_from)
    return redirect("progress:drafts")


@require_POST
def returning(request, pk):
    """Bring back what was thrown away."""
    found = get_object_or_404(Draft, person=request.user, pk=pk)
    try:
        found.bring_back(by=request.user)
    except TooMany as error:
        messages.warning(request, saying.too_many(error.oldest))
    else:
        messages.success(request, _("It is back among your drafts."))
    return redirect("progress:drafts")


def prepared(drafts, person):
    """Let each room fetch at once what the titles and addresses of its `drafts` ask."""
    by_kind = {}
    for each in drafts:
        if each.kind and each.kind.prepare:
            by_kind.setdefault(each.kind, []).append(each)
    for kind, found in by_kind.items():
        kind.prepare(found, person)
    return drafts


def _other(draft):
    """What another window wrote; without words where it was sent or thrown away there."""
    if draft.ended_at:
        said = _("This was sent, or thrown away, in another window. What you wrote here stands in the form.")
        return {"version": draft.version, "fields": {}, "text": "", "said": said}
    said = _("You wrote more in another window.")
    return {"version": draft.version, "fields": draft.fields, "text": draft.text, "said": said}


def _cursor_after(draft):
    return "?" + urlencode({"older": f"{draft.saved_at.timestamp():.6f}-{draft.pk}"})


def _read_cursor(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=timezone.get_fixed_timezone(0)), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None

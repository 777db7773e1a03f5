from datetime import UTC, datetime
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .forms import DigestForm
from .gathering import gather
from .kinds import digest_kind, kind_named, kinds_to_choose
from .models import DigestSchedule, Notice, stop_signer
from .preferences import is_stopped, resume, stop, stopped_kinds

NOTICES_SHOWN = 60


@require_safe
def notices(request):
    """What happened, by day, the newest first: one page by keyset, of things the person may still see."""
    found = Notice.objects.shown_to(request.user)
    if older := _cursor(request.GET.get("older", "")):
        found = found.older_than(*older)
    found = list(found[: NOTICES_SHOWN + 1])
    shown = found[:NOTICES_SHOWN]
    days = [
        {"day": day, "notices": list(group)}
        for day, group in groupby(shown, lambda notice: timezone.localdate(notice.created_at))
    ]
    last = shown[-1] if len(found) > NOTICES_SHOWN else None
    older_url = f"?older={last.created_at.timestamp():.6f}-{last.pk}" if last else None
    return render(request, "members/mail/notices.html", {"days": days, "older_url": older_url, "is_later": older})


def _cursor(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=UTC), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None


@require_POST
def all_read(request):
    request.user.notices.read()
    return redirect("mail:notices")


@require_safe
def notice(request, pk):
    """Lead to what the notice tells of. Reading that page reads the notice (see forums/reading)."""
    return redirect(get_object_or_404(request.user.notices, pk=pk).url)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    kinds = kinds_to_choose()
    if request.method == "POST":
        wanted = set(request.POST.getlist("wanted"))
        for kind in kinds:
            (resume if kind.name in wanted else stop)(request.user.pk, kind.name)
        messages.success(request, _("Your choice is saved."))
        return redirect("mail:preferences")
    stopped = stopped_kinds(request.user)
    rows = [{"kind": kind, "is_wanted": kind.name not in stopped} for kind in kinds]
    return render(request, "members/mail/preferences.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request):
    """What the next digest would say today, when it comes, and the choice of day and hour."""
    kind, schedule = digest_kind(), DigestSchedule.of(request.user)
    if kind is None:
        raise Http404
    is_wanted = not is_stopped(request.user.pk, kind.name)
    form = DigestForm(request.POST or None, schedule=schedule, is_wanted=is_wanted)
    if request.method == "POST" and form.is_valid():
        messages.success(request, form.save(kind=kind, by=request.user))
        return redirect("mail:digest")
    now = timezone.now()
    context = {
        "form": form,
        "schedule": schedule,
        "is_wanted": is_wanted,
        "gathered": gather(request.user, schedule.since(now), now),
    }
    return render(request, "members/mail/digest.html", context)


@login_not_required
@csrf_exempt  # RFC 8058: the mail program posts here without a cookie; the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stopping(request, token):
    """Stop one kind of letter from the letter itself: a GET shows one button, a POST does it, and can be undone."""
    try:
        person_id, name = stop_signer.unsign_object(token)
        kind = kind_named(name)
    except (signing.BadSignature, KeyError, ValueError):
        raise Http404 from None
    if request.method == "POST":
        (resume if request.POST.get("undo") else stop)(person_id, kind.name)
        return redirect("mail:stop", token=token)
    context = {"kind": kind, "token": token, "is_stopped": is_stopped(person_id, kind.name)}
    return render(request, "members/mail/stop.html", context)

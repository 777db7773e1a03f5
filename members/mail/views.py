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
from .models import DigestSchedule, stop_signer
from .preferences import is_stopped, resume, stop, stopped_kinds

NOTICES_SHOWN = 100


@require_safe
def notices(request):
    newest = request.user.notices.all()[:NOTICES_SHOWN]
    days = [
        {"day": day, "notices": _merged(group)}
        for day, group in groupby(newest, lambda notice: timezone.localdate(notice.created_at))
    ]
    return render(request, "members/mail/notices.html", {"days": days})


def _merged(notices):
    """One line for each thing: its newest notice, with how many `more` there are and the oldest that is `unread`.

    What a notice is about stands in its key ("topic:7:post:12"): all of it but the last two words.
    """
    about = {}
    for notice in notices:
        about.setdefault(notice.key.rsplit(":", 2)[0], []).append(notice)
    for newest, *others in about.values():
        newest.more = len(others)
        newest.unread = next((notice for notice in [*reversed(others), newest] if notice.is_new), None)
    return [newest for newest, *_others in about.values()]


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

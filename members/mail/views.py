from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .kinds import Channel, kind_named
from .models import Notice, stop_signer
from .preferences import channel_now, choose, last_press, resume, stop, take_back, word_of
from .quiet import QuietForm
from .table import PRESSES, chosen_in, parts_of, pressed, rows_for

NOTICES_SHOWN = 60
TAKEN_BACK_WITHIN = timedelta(hours=1)  # how long the page offers to take back the last press


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
    """The table of kind and channel; a POST sets what it says, or all of it by one of the presses."""
    rows = rows_for(request.user)
    if request.method == "POST":
        press = next((each for each in PRESSES if each[0] == request.POST.get("all")), None)
        chosen = pressed(press[0], rows) if press else chosen_in(request.POST, rows)
        if choose(request.user, chosen, by=request.user):
            messages.success(request, press[2] if press else _("Your choice is saved."))
        else:
            messages.info(request, _("It stands as it stood: nothing was changed."))
        return redirect("mail:preferences")
    return render(request, "members/mail/preferences.html", _table(request.user, rows, QuietForm.of(request.user)))


def _table(person, rows, quiet):
    pressed_at, last = last_press(person)
    is_recent = pressed_at is not None and pressed_at > timezone.now() - TAKEN_BACK_WITHIN
    return {
        "parts": parts_of(rows),
        "columns": Channel,
        "presses": PRESSES,
        "pressed": {"at": pressed_at, "word": word_of(pressed_at), "count": len(last)} if is_recent else None,
        "quiet": quiet,
        "zone": person.time_zone.replace("_", " "),
    }


@require_POST
def taking_back(request):
    """What the last press changed is as it was; the same press again brings it back."""
    count = take_back(request.user, request.POST.get("pressed", ""), by=request.user)
    if count:
        said = ngettext("%d row is as it was before.", "%d rows are as they were before.", count)
        messages.success(request, said % count)
    else:
        messages.info(request, _("There is something newer, so nothing was taken back."))
    return redirect("mail:preferences")


@require_POST
def quiet_hours(request):
    form = QuietForm.of(request.user, request.POST)
    if form.is_valid():
        messages.success(request, form.save(by=request.user))
        return redirect("mail:preferences")
    context = _table(request.user, rows_for(request.user), form)
    return render(request, "members/mail/preferences.html", context, status=422)


@login_not_required
@csrf_exempt  # RFC 8058: the mail program posts here without a cookie; the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stopping(request, token):
    """Stop one kind of letter from the letter itself: a GET shows one button, a POST does it, and can be undone."""
    try:
        person_id, name = stop_signer.unsign_object(token)
        kind = kind_named(name)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return render(request, "members/mail/link_unknown.html", status=404)
    if request.method == "POST":
        (resume if request.POST.get("undo") else stop)(person_id, kind.name)
        if request.POST.get("List-Unsubscribe") != "One-Click":  # mail programs do not follow a redirect
            return redirect("mail:stop", token=token)
    channel = channel_now(person_id, kind)
    goes = {"is_stopped": channel != Channel.NOW, "is_weekly": channel == Channel.DIGEST}
    context = {"kind": kind, "token": token, "has_notice": Channel.NOTICE in kind.channels} | goes
    return render(request, "members/mail/stop.html", context)

"""The digest as its reader arranges it: when it comes, what it would say today, and what they want less of."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .digest_forms import DigestForm
from .gathering import gather
from .kinds import digest_kind
from .models import DigestSchedule, Less, less_token
from .models.less import signer
from .models.schedules import go_on_signer
from .preferences import is_stopped


@require_http_methods(["GET", "HEAD", "POST"])
def digest(request):
    """What the next digest would say today, when it comes, and the choice of all that; looking changes nothing."""
    kind, schedule = digest_kind(), DigestSchedule.of(request.user)
    if kind is None:
        raise Http404
    is_wanted = not is_stopped(request.user.pk, kind.name)
    form = DigestForm(request.POST or None, schedule=schedule, is_wanted=is_wanted)
    if request.method == "POST" and form.is_valid():
        messages.success(request, form.save(kind=kind, by=request.user))
        return redirect("mail:digest")
    now = timezone.now()
    less = list(Less.objects.filter(person=request.user))
    gathered = gather(request.user, schedule.since(now), now, minutes=schedule.minutes, less=less)
    context = {
        "form": form,
        "schedule": schedule,
        "is_wanted": is_wanted,
        "gathered": gathered,
        "parts": [(section, [_shown(request.user, line) for line in lines]) for section, lines in gathered.parts],
        "less": [{"label": each.label, "token": less_token(each.person_id, each.code, each.label)} for each in less],
    }
    return render(request, "members/mail/digest.html", context)


def _shown(person, line):
    """A line of the preview, with the way to hear less of it."""
    less = line.less
    label, token = (less[1], less_token(person.pk, less[0], str(less[1]))) if less else ("", "")
    return {"item": line.item, "why": line.why.sentence, "less_label": label, "less_token": token}


@login_not_required
@csrf_exempt  # from a letter, without a session: the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def less(request, token):
    """Hear less of one thing: a GET shows one button, a POST does it, and can be undone on the same page."""
    try:
        person_id, code, label = signer.unsign_object(token)
    except (signing.BadSignature, TypeError, ValueError):
        return render(request, "members/mail/link_unknown.html", status=404)
    person = get_user_model().objects.filter(pk=person_id).first()
    if person is None:
        return render(request, "members/mail/link_unknown.html", status=404)
    if request.method == "POST":
        if request.POST.get("undo"):
            Less.take_back(person.pk, code)
            said = _("Your letter tells you of it again: %(label)s.")
        else:
            Less.ask(person.pk, code, label)
            said = _("Your letter says less of it from now on: %(label)s.")
        if request.POST.get("from") == "digest" and request.user == person:
            messages.success(request, said % {"label": label})
            return redirect(reverse("mail:digest") + "#next")
        return redirect("mail:less", token=token)
    is_less = Less.objects.filter(person=person, code=code).exists()
    return render(request, "members/mail/less.html", {"label": label, "token": token, "is_less": is_less})


@login_not_required
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request, token):
    """Whoever was asked whether they still want their letter says yes: one button."""
    try:
        (person_id,) = go_on_signer.unsign_object(token)
        schedule = DigestSchedule.objects.select_related("person").get(person=person_id)
    except (signing.BadSignature, TypeError, ValueError, DigestSchedule.DoesNotExist):
        return render(request, "members/mail/link_unknown.html", status=404)
    if request.method == "POST":
        schedule.go_on(by=schedule.person)
        return redirect("mail:go_on", token=token)
    return render(request, "members/mail/go_on.html", {"schedule": schedule, "token": token})

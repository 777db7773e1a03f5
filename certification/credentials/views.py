from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import numbers
from .certificate import pdf_of
from .finding import find
from .models import Credential
from .pace import MOST, is_too_fast
from .qr import code_of


@login_not_required
@require_safe
def register(request):
    """One field for a number or a name; without words there is no list."""
    words = request.GET.get("q", "")
    if words.strip() and is_too_fast(request):
        return _slow_down(request)
    found = find(words, request.GET.get("after", ""))
    if found.number:
        return redirect("certification:verification", found.number)
    return render(request, "certification/credentials/register.html", {"found": found})


@login_not_required
@require_safe
def verification(request, number):
    """The answer of the register about one number, as one sentence."""
    read = numbers.read(number)
    if read and read != number:
        return redirect("certification:verification", read, permanent=True)
    credential = Credential.objects.select_related("person", "framework").filter(number=number).first()
    if credential is None:
        if is_too_fast(request):
            return _slow_down(request)
        is_slip = read is None or not numbers.is_well_formed(read)
        about = {"number": number[:20], "is_slip": is_slip}
        return render(request, "certification/credentials/unknown.html", about, status=404)
    context = {
        "credential": credential,
        "standing": credential.standing(),
        "newer": credential.newer,
        "now": timezone.now(),
        "code": code_of(credential.get_absolute_url()),
        "address": request.build_absolute_uri(),
    }
    return render(request, "certification/credentials/verification.html", context)


@require_safe
def certificate(request):
    """The holder's certificate as a PDF, while the credential is valid."""
    credential = get_object_or_404(Credential.objects.held_by(request.user).select_related("framework"))
    if not credential.is_valid:
        raise Http404
    return HttpResponse(
        pdf_of(credential),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{credential.number}.pdf"'},
    )


def _slow_down(request):
    return render(request, "certification/credentials/slow_down.html", {"most": MOST}, status=429)

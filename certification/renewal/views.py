from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.credentials.forms import RegisterChoicesForm
from certification.credentials.models import Credential

from .cycles import current_cycle
from .forms import ClaimForm, ReplyForm
from .ledger import ledger_of
from .models import Claim, NotOpen, Renewal
from .models.claims import Settled
from .pages import HolderPage


def _held(request):
    """The credential the person holds, also a suspended or ended one; 404 for who has none."""
    return get_object_or_404(Credential.objects.held_by(request.user).select_related("person", "framework"))


def _read_what_leads_here(request):
    """Looking at a page reads the notices that lead to it; browsers that only fetch ahead read nothing."""
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        request.user.notices.filter(url=request.path).read()


@require_safe
def credential(request):
    """My credential: what it is, where its renewal stands, what the register shows of me."""
    credential = Credential.objects.latest_of(request.user)
    if credential is None:
        return render(request, "certification/renewal/no_credential.html")
    _read_what_leads_here(request)
    page = HolderPage(credential)
    context = {"credential": credential, "page": page, "form": RegisterChoicesForm(instance=credential)}
    return render(request, "certification/renewal/credential.html", context)


@require_POST
def register_choices(request):
    credential = get_object_or_404(Credential.objects.on_register(), person=request.user)
    form = RegisterChoicesForm(request.POST)
    form.full_clean()
    chosen = form.cleaned_data
    credential.show_on_register(place=chosen["shows_place"], work=chosen["shows_work"], by=request.user)
    messages.success(request, _("The register shows what you chose."))
    return redirect("certification:credential")


@require_safe
def renewal(request):
    """How the renewal stands: the picture, what is missing, the request."""
    credential = Credential.objects.latest_of(request.user)
    if credential is None:
        return render(request, "certification/renewal/no_credential.html")
    _read_what_leads_here(request)
    context = {"credential": credential, "page": HolderPage(credential)}
    return render(request, "certification/renewal/renewal.html", context)


@require_POST
def renewal_request(request):
    try:
        renewal = Renewal.request(_held(request), by=request.user)
    except NotOpen as why:
        messages.info(request, str(why))
        return redirect("certification:renewal")
    if renewal.state == "awaiting_payment":
        messages.success(request, _("Your renewal is asked for. Here is its invoice; we mailed it to you too."))
        return redirect(renewal.invoice)
    messages.success(request, _("Your renewal is asked for."))
    return redirect("certification:renewal")


@require_POST
def renewal_ending(request):
    """The holder changes their mind before paying."""
    running = get_object_or_404(Renewal.objects.of(request.user).running())
    try:
        running.give_up(by=request.user)
        messages.info(request, _("The renewal is given up. You can ask again while it is open."))
    except NotOpen:
        messages.info(request, _("It is paid and with staff already. Write to us, and we find a way."))
    return redirect("certification:renewal")


@require_safe
def credits(request):
    """Every credit, by cycle, and what waits to become one."""
    credential = Credential.objects.latest_of(request.user)
    if credential is None:
        return render(request, "certification/renewal/no_credential.html")
    _read_what_leads_here(request)
    context = {
        "credential": credential,
        "ledger": ledger_of(credential),
        "claims": list(credential.claims.open()),
        "can_claim": credential.is_valid,
    }
    return render(request, "certification/renewal/credits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def claiming(request):
    credential = _held(request)
    if not credential.is_valid:
        messages.info(request, credential.standing().sentence)
        return redirect("certification:credits")
    form = ClaimForm(request.POST or None, cycle=current_cycle(credential))
    if request.method == "POST" and form.is_valid():
        claim = Claim.make(credential, by=request.user, token=form.cleaned_data["token"], **form.claimed)
        messages.success(request, _("Staff look at it and write to you."))
        return redirect(claim)
    return render(request, "certification/renewal/claiming.html", {"form": form, "cycle": current_cycle(credential)})


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, pk):
    """One claim; a POST answers the question about it."""
    claim = get_object_or_404(Claim.objects.of(request.user), pk=pk)
    _read_what_leads_here(request)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim.reply(form.cleaned_data["answer"], by=request.user)
        except Settled as why:
            messages.info(request, str(why))
        return redirect(claim)
    return render(request, "certification/renewal/claim.html", {"claim": claim, "form": form})


@require_POST
def claim_ending(request, pk):
    claim = get_object_or_404(Claim.objects.of(request.user), pk=pk)
    try:
        claim.withdraw(by=request.user)
    except Settled as why:
        messages.info(request, str(why))
    return redirect("certification:credits")

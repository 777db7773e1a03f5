"""The applicant's pages: beginning, where it stands, sending, taking back. Writing is in writing.py."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.framework.models import ProgramRules
from certification.framework.steps import refusal_to_apply, step_for
from members.billing.money import money

from . import attestation
from .completeness import Incomplete, gaps_in, gaps_of, is_begun
from .forms import AttestationForm
from .models import Application, NotNow, NotOpenYet
from .states import State
from .steps import way_back
from .tracker import track_of


@require_safe
def application(request):
    """Where my application stands; how to begin one when there is none."""
    found = Application.objects.latest_of(request.user)
    if found is None:
        return render(request, "certification/applications/begin.html", {"rules": ProgramRules.objects.in_force()})
    step = step_for(request.user)
    context = {"application": found, "step": step, "track": track_of(found, step)}
    if found.is_writable:
        context["sections"] = [_section_row(found, section) for section in found.sections]
        context["next"] = _next(found, context["sections"])
    return render(request, "certification/applications/application.html", context)


@require_POST
def beginning(request):
    """Begin an application, or go on with the one there is."""
    if Application.objects.open_of(request.user) is None and (refusal := refusal_to_apply(request.user)):
        messages.info(request, refusal)
        return redirect("certification:scheme")
    found = Application.start(request.user)
    return redirect("certification:section", found.sections[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request):
    """Look it over, state that it is true, send it."""
    found = _mine(request)
    form = AttestationForm(request.POST or None)
    if request.method == "POST" and found.is_writable and form.is_valid():
        try:
            found.submit(by=request.user)
        except Incomplete:
            pass  # the page lists what is missing
        except NotOpenYet:
            messages.info(request, _("Applications cannot be sent yet. Yours is kept, and nothing is lost."))
        else:
            return _sent(request, found)
    if not found.is_writable:
        return redirect("certification:application")
    return render(request, "certification/applications/submission.html", _to_send(found, form))


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request):
    """Take the application back, after one question."""
    found = _mine(request)
    if request.method == "POST":
        try:
            found.withdraw(by=request.user)
        except NotNow:
            messages.info(request, _("It was decided meanwhile, so it can no longer be withdrawn."))
        else:
            messages.success(request, _("Your application is withdrawn."))
        return redirect("certification:application")
    return render(request, "certification/applications/withdrawal.html", {"application": found})


def _mine(request):
    found = Application.objects.open_of(request.user)
    if found is None:
        raise Http404
    return found


def _sent(request, found):
    if found.state == State.AWAITING_PAYMENT:
        messages.success(request, _("Your application is sent. When the invoice is paid, the reading begins."))
        return redirect(found.invoice)
    messages.success(request, _("Your application is with the reviewers."))
    return redirect("certification:application")


def _to_send(found, form):
    terms, is_first = found.terms, found.state == State.DRAFT
    fee, other = found.fee, terms.fee_other
    return {
        "application": found,
        "form": form,
        "gaps": gaps_of(found),
        "months": found.months,
        "months_needed": found.months_needed,
        "is_first": is_first,
        "is_open": terms.is_open_for_submission or not is_first,
        "fee": money(fee, terms.currency) if is_first and fee else "",
        "other": money(other, terms.currency) if is_first and fee and other != fee else "",
        "member_fee": money(terms.fee_member, terms.currency) if is_first and terms.fee_member else "",
        "kept": money(terms.ineligible_withheld, terms.currency),
        "statement": attestation.lines(),
    }


def _next(found, rows):
    """The one button above the sections: back to the field, to what the reviewers ask, or on to sending."""
    asked = next((row["section"] for row in rows if row["comments"]), None)
    if asked:
        return {"label": _("Answer the reviewers"), "url": reverse("certification:section", args=[asked.slug])}
    if all(row["is_complete"] for row in rows):
        return {"label": _("Look it over"), "url": reverse("certification:submission"), "is_sending": True}
    label = _("Go on where I was") if found.last_section else _("Begin writing")
    return {"label": label, "url": way_back(found)}


def _section_row(found, section):
    """A row of the list of sections: its state in a word, and what reviewers ask for in it."""
    gaps = gaps_in(found, section)
    comments = found.asked_changes.get(section.slug, []) if found.state == State.CHANGES_REQUESTED else []
    return {
        "section": section,
        "gap_count": len(gaps),
        "is_begun": is_begun(found, section),
        "is_complete": not gaps,
        "comments": comments,
        "is_last": section.slug == found.last_section,
    }

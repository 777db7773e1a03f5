from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.billing.models import BillingAddress, NoIssuer, NotOpen

from .forms import JoinForm
from .models import Dues, Membership, NotYet, Plan, Term, standing_of
from .offer import Offer


@require_safe
def membership(request):
    """Where I stand, and how it came to be."""
    terms = Term.objects.standing().filter(membership__person=request.user).for_listing()
    context = {"standing": standing_of(request.user), "terms": terms}
    return render(request, "members/membership/membership.html", context)


@login_not_required
@require_safe
def plans(request):
    """What there is to join, for everyone; who has an account sees where they stand."""
    standing = standing_of(request.user) if request.user.is_authenticated else None
    context = {"plans": Plan.objects.open(), "standing": standing}
    return render(request, "members/membership/plans.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, slug):
    """One page between the account and the invoice: the plan, its price, the address, what happens next."""
    plan = get_object_or_404(Plan.objects.open(), slug=slug)
    offer = Offer(request.user, plan)
    form = JoinForm(request.POST or None, instance=BillingAddress.of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.instance.keep(by=request.user)
                dues = Dues.bill(request.user, plan, by=request.user)
        except (NoIssuer, NotYet) as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(dues.invoice, permanent=False)
    return render(request, "members/membership/join.html", {"plan": plan, "form": form, "offer": offer})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request):
    """The plan of the last term once more, with one button. Who has none, or whose plan is closed, chooses one."""
    found = Membership.objects.filter(person=request.user).first()
    term = found and found.last_term
    if not term or not term.plan.is_open:
        return redirect("membership:plans")
    offer = Offer(request.user, term.plan)
    address = BillingAddress.objects.filter(person=request.user).first()
    if not address and not offer.too_early and not offer.dues:
        return redirect("membership:join", term.plan.slug)  # which asks for it, under the same heading
    if request.method == "POST":
        try:
            return redirect(Dues.bill(request.user, term.plan, by=request.user).invoice)
        except (NoIssuer, NotYet) as reason:
            messages.error(request, str(reason))
            return redirect("membership:renewal")
    context = {"plan": term.plan, "offer": offer, "address": address}
    return render(request, "members/membership/renewal.html", context)


@require_POST
def withdrawal(request, pk):
    """The person thought better of it: their open invoice is given up."""
    dues = get_object_or_404(Dues.objects.of(request.user).select_related("invoice__person"), pk=pk)
    try:
        dues.invoice.void(by=request.user, reason=_("Given up by the person themselves."))
        messages.success(request, _("The invoice is given up. Nothing is to be paid, and nothing else changes."))
    except NotOpen:
        messages.info(request, _("This invoice was paid a moment ago, so it stays."))
    return redirect(reverse("membership:membership"))

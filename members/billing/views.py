from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from . import paper
from .forms import BillingAddressForm
from .letters import how_to_pay
from .models import BillingAddress, CreditNote, Invoice


@require_safe
def invoices(request):
    """All of the person's own, the open ones first."""
    found = list(Invoice.objects.of(request.user).for_listing())
    waiting = [each for each in found if each.is_open]
    context = {"waiting": waiting, "others": [each for each in found if not each.is_open]}
    return render(request, "members/billing/invoices.html", context)


@require_safe
def invoice(request, number):
    found = get_object_or_404(Invoice.objects.of(request.user).for_reading(), number=number)
    # Each line writes its money in the currency of its invoice.
    for part in [*found.lines.all(), *found.credit_notes.all()]:
        part.invoice = found
    return render(request, "members/billing/invoice.html", {"invoice": found, "ways": how_to_pay(found)})


@require_safe
def invoice_paper(request, number):
    found = get_object_or_404(Invoice.objects.of(request.user), number=number)
    return as_download(paper.invoice_pdf(found), found.number)


@require_safe
def credit_note_paper(request, number, note):
    mine = CreditNote.objects.filter(invoice__person=request.user, invoice__number=number)
    found = get_object_or_404(mine.select_related("invoice"), number=note)
    return as_download(paper.credit_note_pdf(found), found.number)


def as_download(pdf, name):
    """The answer to whoever asked for the paper called `name`: a file to keep, in no cache on the way."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request):
    """Where the next invoice is made out to; `next` leads back to the page that asked."""
    form = BillingAddressForm(request.POST or None, instance=BillingAddress.of(request.user))
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = ""
    if request.method == "POST" and form.is_valid():
        form.instance.keep(by=request.user)
        messages.success(request, _("Your next invoice is made out to this address."))
        return redirect(back or "billing:invoices")
    return render(request, "members/billing/address.html", {"form": form, "back": back})

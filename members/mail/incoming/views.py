from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..models import WritingKey
from .addresses import is_open
from .places import places_of


@require_safe
@never_cache
def by_mail(request):
    """How one writes by mail, and the addresses that are one's own."""
    context = {"is_open": is_open(), "places": places_of(request.user) if is_open() else []}
    return render(request, "members/mail/incoming/by_mail.html", context)


@require_POST
def addresses_anew(request):
    """Give this person other addresses; those they had lead nowhere."""
    if not is_open():
        raise Http404
    WritingKey.make_anew(request.user)
    messages.success(request, _("Your addresses are new. Those you had, in letters too, lead nowhere now."))
    return redirect("mail:by_mail")

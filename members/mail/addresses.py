"""The page for who has an address whose letters come back."""

from datetime import timedelta

from allauth.account.signals import email_confirmed
from django.contrib import messages
from django.db import transaction
from django.dispatch import receiver
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from .kinds import register as register_kind
from .models import Bounce, Mail
from .outbox import send

KIND = "members/mail/trial"


def register():
    """Make the letter known by which somebody tries their address."""
    register_kind(
        KIND,
        label=gettext_lazy("A letter to try an address"),
        reason=gettext_lazy("You get this because you asked us to try whether our letters reach you."),
        is_required=True,
        priority=1,
        lasts=timedelta(minutes=10),
    )


@require_safe
def address(request):
    """What came back, and what the person can do."""
    bounce = Bounce.objects.of(request.user.email).first()
    return render(request, "members/mail/address.html", {"bounce": bounce})


@require_POST
@transaction.atomic
def trial(request):
    """The person says that it works again: a letter goes there, and the others follow. If it comes back, we say so."""
    bounce = Bounce.objects.standing().of(request.user.email).first()
    if bounce and bounce.try_again(by=request.user):
        send(KIND, to=request.user, key=f"trial:{bounce.pk}:{timezone.now():%Y%m%d%H%M}", name=request.user.first_name)
        said = _("A letter is on its way to %(address)s. If it comes back, we tell you here.")
        messages.success(request, said % {"address": request.user.email})
    elif bounce:
        messages.info(request, _("We tried it a few minutes ago. Give it a quarter of an hour before the next try."))
    return redirect("mail:address")


@receiver(email_confirmed)
def confirmed(sender, email_address, **about):
    """Somebody opened a letter of ours at this address, so it works; what must reach them and did not follows."""
    Bounce.prove(email_address.email, by=email_address.user)
    Mail.objects.follow_to(email_address.user)

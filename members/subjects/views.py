from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .forms import WorkForm
from .models import Interest, PersonContext


@require_http_methods(["GET", "HEAD", "POST"])
def work(request):
    """Where the reader works, in five choices, as what they write will say it unless they change it there; and for
    whom, where that sells what they might name."""
    known = PersonContext.of(request.user) | WorkForm.declared(Interest.of(request.user))
    form = WorkForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        PersonContext.say(request.user, **form.context)
        Interest.declare(request.user, **form.interest)
        messages.success(request, _("Noted. What you write from now on begins with this; you can change it each time."))
        return redirect("subjects:work")
    return render(request, "members/subjects/work.html", {"form": form})

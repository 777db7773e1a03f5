from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..asking.facts import FactsForm, PinForm
from ..models import TooManyPinned
from .finding import topic_of


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request, pk):
    """The title of a topic, what is said of its context, and who may improve its first post."""
    topic = topic_of(request, pk)
    if not topic.can_be_renamed_by(request.user):
        raise PermissionDenied
    form = FactsForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("Your changes are saved."))
        return redirect(topic)
    context = {"topic": topic, "form": form, "can_pin": topic.can_be_pinned_by(request.user), "pin_form": PinForm()}
    return render(request, "forums/discussions/facts.html", context)


@require_POST
def pin(request, pk):
    """Let a topic stand first on its board, until a day; "unpin" takes it off."""
    topic = topic_of(request, pk)
    if not topic.can_be_pinned_by(request.user):
        raise PermissionDenied
    if "unpin" in request.POST:
        topic.unpin(by=request.user)
        messages.success(request, _("It stands among the others again."))
        return redirect(topic)
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            topic.pin(by=request.user, until=form.until)
        except TooManyPinned as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("It stands first on its board."))
            return redirect(topic)
    context = {"topic": topic, "form": FactsForm(topic=topic), "can_pin": True, "pin_form": form}
    return render(request, "forums/discussions/facts.html", context)

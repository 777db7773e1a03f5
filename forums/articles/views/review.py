"""The editors' desk: what waits for them, and what they decide."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..editors import is_editor
from ..manuscript_forms import DecisionForm
from ..models import Article, NotNow, Outdated
from .manuscripts import manuscript_context

MOST = 50


@require_safe
def queue(request):
    """What waits for the editors, the oldest first; `?state=` shows what lies with its author, or has its hour."""
    if not is_editor(request.user):
        raise Http404
    states = {
        "": (_("Waits for us"), Article.objects.waiting()),
        "changes": (
            _("With its author"),
            Article.objects.articles().filter(state=Article.CHANGES).order_by("updated_at", "id"),
        ),
        "scheduled": (
            _("Has its hour"),
            Article.objects.articles().filter(state=Article.SCHEDULED).order_by("due_at", "id"),
        ),
    }
    asked = request.GET.get("state", "")
    asked = asked if asked in states else ""
    address = reverse("articles:review")
    filters = [
        {"label": label, "url": f"{address}?state={name}" if name else address, "is_current": name == asked}
        for name, (label, _rows) in states.items()
    ]
    rows = list(states[asked][1].for_listing()[:MOST])
    return render(request, "forums/articles/review.html", {"articles": rows, "filters": filters, "asked": asked})


@require_POST
def decision(request, pk):
    """Publish it, give it an hour, ask for changes, or say no."""
    found = Article.objects.open_to(request.user).select_related("author", "lead")
    article = get_object_or_404(found, pk=pk)
    if not article.can_be_decided_by(request.user):
        if article.is_public and is_editor(request.user):
            messages.info(request, article.standing)
            return redirect(article.manuscript_url)
        raise PermissionDenied
    form = DecisionForm(request.POST, article=article)
    if not form.is_valid():
        context = manuscript_context(request, article, decision=form)
        return render(request, "forums/articles/manuscript.html", context)
    try:
        form.decide(by=request.user)
    except NotNow as why:
        form.add_error(None, _("Somebody was faster. %(standing)s") % {"standing": why})
    except Outdated:
        form.add_error(None, _("Its author has sent another text since you opened this page. Read it first."))
    else:
        messages.success(request, _done(form.cleaned_data["decision"]))
        return redirect("articles:review")
    article.refresh_from_db()
    form.data = form.data.copy()
    form.data["based_on"] = article.version_number
    return render(request, "forums/articles/manuscript.html", manuscript_context(request, article, decision=form))


def _done(decision):
    return {
        DecisionForm.PUBLISH: _("It is published, and its author knows."),
        DecisionForm.SCHEDULE: _("It has its hour, and its author knows."),
        DecisionForm.CHANGES: _("Its author has your words."),
        DecisionForm.DECLINE: _("Its author has your words."),
        DecisionForm.UNSCHEDULE: _("It has no hour any more, and waits here."),
    }[decision]

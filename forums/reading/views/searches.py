from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.discussions.numbers import number_in
from forums.discussions.search.asked import Asked

from ..models import SavedSearch
from ..models.searches import TooManySearches
from .lists import filters, is_prefetch, yours


@require_http_methods(["GET", "HEAD", "POST"])
def searches(request):
    """The searches this person saved; a POST with `words` saves one more."""
    if request.method == "POST":
        return _keep(request)
    context = {
        "searches": list(SavedSearch.objects.of(request.user)),
        "filters": filters(request, "searches"),
        "yours": yours(request, "searches"),
    }
    return render(request, "forums/reading/searches.html", context)


def _keep(request):
    asked = Asked(request.POST.get("words", ""), request.user)
    if asked.is_empty:
        messages.warning(request, _("There is nothing to look for yet. Search first, then save it."))
        return redirect("search")
    try:
        search, new = SavedSearch.keep(asked.typed, by=request.user)
    except TooManySearches as reason:
        messages.warning(request, str(reason))
        return redirect("forums:searches")
    if new:
        messages.success(request, _("Saved. You hear here of new posts that match, once a day at most."))
    else:
        messages.info(request, _("You saved this search before, as “%(name)s”.") % {"name": search.name})
    return redirect("forums:searches")


@require_safe
def saved_search(request, pk):
    """Run a saved search; with `?new=` only what was written after that post. Reads the notice of it."""
    search = _own(request, pk)
    if not is_prefetch(request):
        request.user.notices.read([search.notice_key])
    asked = {"q": search.words}
    if new := number_in(request.GET.get("new"), digits=17):
        asked["new"] = new
    return redirect(f"{reverse('search')}?{urlencode(asked)}")


@require_POST
def search_name(request, pk):
    search = _own(request, pk)
    search.rename(request.POST.get("name", "").replace("\0", ""))
    messages.success(request, _("It is called “%(name)s” now.") % {"name": search.name})
    return redirect("forums:searches")


@require_POST
def search_telling(request, pk):
    """Hear of what is new for a search, or not: `tells`."""
    search = _own(request, pk)
    tells = request.POST.get("tells")
    if tells in dict(SavedSearch.TELLS):
        search.choose(tells)
        messages.success(request, _("You hear of it.") if search.is_told else _("It is kept, and says nothing."))
    return redirect("forums:searches")


@require_POST
def search_removal(request, pk):
    """Take a search away. Done twice, it is gone."""
    search = request.user.saved_searches.filter(pk=pk).first()
    if search:
        search.drop()
        messages.success(request, _("“%(name)s” is no longer kept.") % {"name": search.name})
    return redirect("forums:searches")


def _own(request, pk):
    return get_object_or_404(request.user.saved_searches, pk=pk)

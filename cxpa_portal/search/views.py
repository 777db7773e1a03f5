from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from forums.discussions.numbers import number_in
from forums.discussions.search import find

from .floors import found_on_other_floors

LONGEST_QUERY = 200


@login_not_required
@require_safe
def search(request):
    """Search what the reader may read. `?q=` the words, `?before=` the cursor of the next page of discussions."""
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    before = number_in(request.GET.get("before"), digits=17)
    hits, older = find(request.user, words, before) if words else ([], None)
    context = {
        "query": words,
        "hits": hits,
        "groups": found_on_other_floors(request.user, words) if words and before is None else [],
        "older_url": "?" + urlencode({"q": words, "before": older}) if older else None,
        "is_first_page": before is None,
    }
    return render(request, "cxpa_portal/search/results.html", context)

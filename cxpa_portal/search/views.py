from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from forums.discussions.numbers import number_in
from forums.discussions.search.asked import Asked
from forums.discussions.search.spelling import look

from .floors import found_on_other_floors
from .guide import examples, narrower


@login_not_required
@require_safe
def search(request):
    """Search what the reader may read. `?q=` the words, `?before=` the cursor of the next page of discussions, `?new=`
    a post after which something has to be written."""
    asked = Asked(request.GET.get("q", ""), request.user)
    asked.newer_than = number_in(request.GET.get("new"), digits=17)
    cursor = request.GET.get("before")
    looked = look(asked, cursor)
    is_first_page = cursor is None
    words = str(looked.meant.only_words()) if looked.meant else asked.query.words
    goes_on = {"q": asked.typed, "before": looked.found.older}
    if asked.newer_than:
        goes_on["new"] = asked.newer_than
    context = {
        "query": asked.typed,
        "asked": asked,
        "looked": looked,
        "hits": looked.found,
        "groups": _others(asked, words) if is_first_page else [],
        "narrower": narrower(asked) if looked.found and is_first_page else [],
        "examples": examples(),
        "older_url": "?" + urlencode(goes_on) if looked.found.older else None,
        "is_first_page": is_first_page,
    }
    return render(request, "cxpa_portal/search/results.html", context)


def _others(asked, words):
    """What the other floors have; what narrows a search is about posts, and leaves them out."""
    if not asked.has_words or asked.is_narrowed or asked.newer_than:
        return []
    return found_on_other_floors(asked.person, words)

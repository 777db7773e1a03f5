from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..similar import topics_like


@require_safe
def similar(request):
    """A fragment: topics that may already say what `?title=` asks."""
    topics = topics_like(request.GET.get("title", "").replace("\x00", ""), request.user)
    return render(request, "forums/discussions/_similar.html", {"topics": topics})

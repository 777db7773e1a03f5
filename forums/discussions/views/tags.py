from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import Tag

SHOWN, OFFERED = 300, 8


@login_not_required
@require_safe
def tags(request):
    """The words topics carry, those on most topics first."""
    known = Tag.objects.words().filter(topic_count__gt=0).order_by("-topic_count", "name")[:SHOWN]
    return render(request, "forums/discussions/tags.html", {"tags": known})


@require_safe
def find_tags(request):
    """Tags that begin with `q`, as JSON, for whoever is typing one; a synonym offers the word it leads to."""
    begun = " ".join(request.GET.get("q", "").lower().split())[:40]
    found = Tag.objects.filter(Q(name__startswith=begun) | Q(slug__startswith=begun)).select_related("synonym_of")
    found = found.order_by("-topic_count", "name")[:OFFERED] if begun else []
    return JsonResponse({"tags": list(dict.fromkeys((tag.synonym_of or tag).name for tag in found))})

"""What CXPA says of itself: pages about it, and policies with their versions."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from ..models import Article

OVERVIEW = "overview"  # the page whose text stands at /about/ itself


@login_not_required
@require_safe
def about(request):
    """What CXPA is, and the pages that tell more."""
    pages = list(Article.objects.visible_to(request.user).pages().in_order())
    overview = next((page for page in pages if page.slug == OVERVIEW), None)
    context = {"overview": overview, "pages": [page for page in pages if page is not overview]}
    return render(request, "forums/articles/about.html", context)


@login_not_required
@require_safe
def page(request, slug):
    if slug == OVERVIEW:
        return redirect("articles:about", permanent=True)
    pages = Article.objects.visible_to(request.user).pages()
    found = get_object_or_404(pages, slug=slug)
    others = pages.exclude(slug__in=[slug, OVERVIEW]).for_listing().in_order()
    return render(request, "forums/articles/page.html", {"article": found, "others": others})


@login_not_required
@require_safe
def policies(request):
    found = Article.objects.visible_to(request.user).policies().for_listing().in_order()
    return render(request, "forums/articles/policies.html", {"policies": found})


@login_not_required
@require_safe
def policy(request, slug):
    found = get_object_or_404(Article.objects.visible_to(request.user).policies(), slug=slug)
    versions = list(found.public_versions.defer("body", "html"))
    return render(request, "forums/articles/policy.html", {"article": found, "versions": versions})


@login_not_required
@require_safe
def version(request, slug, number):
    """A policy as it read before. The one in force has one address only."""
    found = get_object_or_404(Article.objects.visible_to(request.user).policies(), slug=slug)
    if number == found.version_number:
        return redirect(found)
    read = get_object_or_404(found.public_versions, number=number)
    until = found.versions.values_list("at", flat=True).get(number=number + 1)
    return render(request, "forums/articles/version.html", {"article": found, "version": read, "until": until})

"""The portal's addresses, those of development, and one for each page that only something gone wrong shows."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import include, path

from cxpa_portal.home.views import csrf_failure
from cxpa_portal.urls import urlpatterns as portal


@login_not_required
def forbidden(request):
    raise PermissionDenied


@login_not_required
def missing(request):
    raise Http404


@login_not_required
def broken(request):
    raise RuntimeError("Asked for, to see the page that says so.")


@login_not_required
def too_often(request):
    return render(request, "429.html", status=429)


WENT_WRONG = {
    "403": forbidden,
    "404": missing,
    "csrf": login_not_required(csrf_failure),
    "429": too_often,
    "500": broken,
}

urlpatterns = [
    *portal,
    path("styleguide/", include("cxpa_portal.styleguide.urls")),
    path("development/", include("cxpa_portal.demo.urls")),
    *(path(f"went-wrong/{name}/", view) for name, view in WENT_WRONG.items()),
]

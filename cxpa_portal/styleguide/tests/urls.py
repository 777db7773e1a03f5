"""The portal with its style guide, which stands in development only."""

from django.urls import include, path

from cxpa_portal.urls import urlpatterns as portal

urlpatterns = [
    *(pattern for pattern in portal if getattr(pattern.pattern, "_route", "") != "styleguide/"),
    path("styleguide/", include("cxpa_portal.styleguide.urls")),
]

"""The portal's addresses as they are with DEBUG on; tests run with it off."""

from django.urls import include, path

from cxpa_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("development/", include("cxpa_portal.demo.urls"))]

"""Joined with those of its neighbours in certification/urls.py."""

from django.urls import path

from . import views

urlpatterns = [
    path("credential/", views.credential, name="credential"),
    path("credential/register/", views.register_choices, name="register_choices"),
    path("renewal/", views.renewal, name="renewal"),
    path("renewal/request/", views.renewal_request, name="renewal_request"),
    path("renewal/ending/", views.renewal_ending, name="renewal_ending"),
    path("credits/", views.credits, name="credits"),
    path("credits/claims/new/", views.claiming, name="claiming"),
    path("credits/claims/<int:pk>/", views.claim, name="claim"),
    path("credits/claims/<int:pk>/ending/", views.claim_ending, name="claim_ending"),
]

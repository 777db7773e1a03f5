"""Joined with those of its neighbours in certification/urls.py."""

from django.urls import path

from . import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/<str:number>/", views.verification, name="verification"),
    path("credential/certificate.pdf", views.certificate, name="certificate"),
]

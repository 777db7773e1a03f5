"""Joined with those of its neighbours in certification/urls.py."""

from django.urls import path

from . import views, writing

urlpatterns = [
    path("application/", views.application, name="application"),
    path("application/beginning/", views.beginning, name="application_beginning"),
    path("application/fields/", writing.fields, name="application_fields"),
    path("application/submission/", views.submission, name="submission"),
    path("application/withdrawal/", views.withdrawal, name="withdrawal"),
    path("application/<slug:slug>/", writing.section, name="section"),
]

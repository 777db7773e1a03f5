"""Joined with those of its neighbours in certification/urls.py."""

from django.urls import path

from . import views

urlpatterns = [path("exam/", views.exam, name="exam")]

"""Joined with those of its neighbours in events/urls.py."""

from django.urls import path

from . import feeds, views

urlpatterns = [
    path("", views.programme, name="programme"),
    path("past/", views.past, name="past"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("<int:pk>/event.ics", feeds.event, name="event_calendar"),
]

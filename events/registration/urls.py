"""Joined with those of its neighbours in events/urls.py."""

from django.urls import path

from . import door, feeds, views

urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("mine/calendar/", feeds.renewal, name="feed_renewal"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
    path("<int:pk>/registration/", views.registration, name="registration"),
    path("<int:pk>/registration/cancellation/", views.cancellation, name="cancellation"),
    path("<int:pk>/registration.ics", feeds.entry, name="entry"),
    path("<int:pk>/join/", views.join, name="join"),
    path("<int:pk>/door/", door.door, name="door"),
    path("<int:pk>/door/walk-ins/", door.walk_ins, name="walk_ins"),
    path("<int:pk>/door/<uuid:token>/", door.attendance, name="attendance"),
    # The last: the words of an address say nothing that the number does not.
    path("<int:pk>/<slug:slug>/", views.event, name="event"),
]

"""The addresses of the answer promise; the room's own list takes them in."""

from django.urls import path

from . import views

urlpatterns = [
    path("promise/", views.promise, name="promise"),
    path("desk/", views.desk, name="desk"),
    path("desk/departure/", views.departure, name="departure"),
    path("<int:pk>/claim/", views.claim, name="claim"),
    path("<int:pk>/claim/withdrawal/", views.claim_withdrawal, name="claim_withdrawal"),
]

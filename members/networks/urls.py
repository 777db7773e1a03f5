from django.urls import path

from . import views

app_name = "networks"
urlpatterns = [
    path("", views.networks, name="networks"),
    path("<slug:slug>/", views.network, name="network"),
    path("<slug:slug>/membership/", views.membership, name="membership"),
    path("<slug:slug>/leaving/", views.leaving, name="leaving"),
]

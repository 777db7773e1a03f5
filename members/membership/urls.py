from django.urls import path

from . import views

app_name = "membership"
urlpatterns = [
    path("", views.membership, name="membership"),
    path("plans/", views.plans, name="plans"),
    path("join/<slug:slug>/", views.join, name="join"),
    path("renewal/", views.renewal, name="renewal"),
    path("dues/<int:pk>/withdrawal/", views.withdrawal, name="withdrawal"),
]

from django.urls import path

from . import views

app_name = "cxday"
urlpatterns = [
    path("", views.current, name="current"),
    path("<int:year>/", views.campaign, name="campaign"),
    path("<int:year>/host/", views.host, name="host"),
]

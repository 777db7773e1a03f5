from django.urls import path

from . import views

app_name = "subjects"
urlpatterns = [
    path("work/", views.work, name="work"),
]

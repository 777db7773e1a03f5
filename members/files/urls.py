from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("<uuid:key>/<str:name>", views.whole, name="whole"),
    path("<uuid:key>/<int:width>/<str:name>", views.thumbnail, name="thumbnail"),
]

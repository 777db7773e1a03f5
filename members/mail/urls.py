from django.urls import path

from . import views

app_name = "mail"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.all_read, name="all_read"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("mail/preferences/", views.preferences, name="preferences"),
    path("mail/digest/", views.digest, name="digest"),
    path("mail/stop/<str:token>/", views.stopping, name="stop"),
]

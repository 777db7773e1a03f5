from django.urls import path

from . import views

app_name = "connections"
urlpatterns = [
    path("blocked/", views.blocked, name="blocked"),
    path("blocked/<int:pk>/", views.block, name="block"),
    path("blocked/<int:pk>/lifting/", views.lifting, name="lift"),
]

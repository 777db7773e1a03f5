from django.urls import path

from . import views

app_name = "progress"
urlpatterns = [
    path("", views.drafts, name="drafts"),
    path("save/", views.save, name="save"),
    path("afresh/", views.afresh, name="afresh"),
    path("<int:pk>/", views.draft, name="draft"),
    path("<int:pk>/ending/", views.ending, name="ending"),
    path("<int:pk>/return/", views.returning, name="return"),
]

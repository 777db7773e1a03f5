from django.urls import path

from .views import authors, cases, flagging, queue

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("rules/", queue.rules, name="rules"),
    path("flags/", flagging.flags, name="flags"),
    path("flags/<int:pk>/<int:number>/", flagging.flag, name="flag"),
    path("waiting/", authors.waiting, name="waiting"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/claim/", cases.claim, name="claim"),
    path("<int:pk>/undoing/", cases.undoing, name="undoing"),
    path("<int:pk>/text/", authors.text, name="text"),
    path("<int:pk>/text/withdrawal/", authors.withdrawal, name="withdrawal"),
]

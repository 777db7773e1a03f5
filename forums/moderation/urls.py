from django.urls import path

from .models import Sanction
from .views import authors, cases, flagging, objections, people, queue, summary, topics

app_name = "moderation"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("rules/", queue.rules, name="rules"),
    path("flags/", flagging.flags, name="flags"),
    path("flags/<int:pk>/<int:number>/", flagging.flag, name="flag"),
    path("summary/", summary.summary, name="summary"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/notes/", people.notes, name="notes"),
    path("people/<int:pk>/silence/", people.deciding, {"kind": Sanction.SILENCE}, name="silence"),
    path("people/<int:pk>/suspension/", people.deciding, {"kind": Sanction.SUSPENSION}, name="suspension"),
    path("people/<int:pk>/sanctions/<int:sanction>/lifting/", people.lifting, name="lifting"),
    path("sanctions/<str:token>/", objections.sanction, name="sanction"),
    path("topics/<int:pk>/", topics.topic, name="topic"),
    path("topics/<int:pk>/board/", topics.board, name="topic_board"),
    path("topics/<int:pk>/split/", topics.split, name="topic_split"),
    path("topics/<int:pk>/merger/", topics.merger, name="topic_merger"),
    path("topics/<int:pk>/lock/", topics.lock, name="topic_lock"),
    path("topics/<int:pk>/pace/", topics.pace, name="topic_pace"),
    path("waiting/", authors.waiting, name="waiting"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/claim/", cases.claim, name="claim"),
    path("<int:pk>/undoing/", cases.undoing, name="undoing"),
    path("<int:pk>/text/", authors.text, name="text"),
    path("<int:pk>/text/withdrawal/", authors.withdrawal, name="withdrawal"),
    path("<int:pk>/text/objection/", authors.objection, name="objection"),
]

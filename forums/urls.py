"""The addresses of the floor, all under /discussions/."""

from django.urls import path

from forums.discussions.views import posts, topics
from forums.reading import views as reading

app_name = "forums"
urlpatterns = [
    path("", reading.latest, name="latest"),
    path("unread/", reading.unread_topics, name="unread"),
    path("mine/", reading.mine, name="mine"),
    path("unanswered/", reading.unanswered, name="unanswered"),
    path("read/", reading.everything_read, name="everything_read"),
    path("boards/", reading.boards, name="boards"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("ask/", topics.ask, name="ask"),
    path("preview/", posts.preview, name="preview"),
    path("<int:pk>/reply/", posts.reply, name="reply"),
    path("<int:pk>/closure/", topics.closure, name="closure"),
    path("<int:pk>/watching/", reading.watching, name="watching"),
    path("<int:pk>/posts/<int:number>/", reading.post, name="post"),
    path("<int:pk>/posts/<int:number>/edit/", posts.edit, name="edit"),
    path("<int:pk>/<slug:slug>/", reading.topic, name="topic"),
]

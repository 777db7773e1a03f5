"""The addresses of the floor, all under /discussions/."""

from django.urls import path

from forums.discussions.views import (
    attachments,
    facts,
    history,
    mentions,
    planned,
    polls,
    posts,
    similar,
    stories,
    tags,
    thanks,
    topics,
)
from forums.reading import best
from forums.reading.views import bookmarks, lists, watching
from forums.reading.views import topics as reading

app_name = "forums"
urlpatterns = [
    path("", lists.latest, name="latest"),
    path("new/", lists.new_topics, name="new"),
    path("unread/", lists.unread_topics, name="unread"),
    path("since/", lists.since, name="since"),
    path("top/", lists.top, name="top"),
    path("mine/", lists.mine, name="mine"),
    path("kept/", bookmarks.kept, name="kept"),
    path("watching/", watching.watches, name="watches"),
    path("unanswered/", lists.unanswered, name="unanswered"),
    path("read/", watching.everything_read, name="everything_read"),
    path("boards/", lists.boards, name="boards"),
    path("boards/<slug:slug>/", lists.board, name="board"),
    path("boards/<slug:slug>/read/", watching.board_read, name="board_read"),
    path("boards/<slug:slug>/watching/", watching.watch_board, name="watch_board"),
    path("ask/", topics.ask, name="ask"),
    path("preview/", posts.preview, name="preview"),
    path("people/", mentions.people, name="people"),
    path("similar/", similar.similar, name="similar"),
    path("files/", attachments.files, name="files"),
    path("<int:pk>/reply/", posts.reply, name="reply"),
    path("tags/", tags.tags, name="tags"),
    path("tags/find/", tags.find_tags, name="find_tags"),
    path("tags/<slug:slug>/", lists.tag, name="tag"),
    path("tags/<slug:slug>/watching/", watching.watch_tag, name="watch_tag"),
    path("polls/<int:pk>/votes/", polls.vote, name="vote"),
    path("polls/<int:pk>/closure/", polls.poll_closure, name="poll_closure"),
    path("planned/", planned.planned_topics, name="planned"),
    path("planned/<int:pk>/", planned.planned_topic, name="planned_topic"),
    path("planned/<int:pk>/publication/", planned.publication, name="publication"),
    path("planned/<int:pk>/withdrawal/", planned.plan_withdrawal, name="plan_withdrawal"),
    path("<int:pk>/facts/", facts.facts, name="facts"),
    path("<int:pk>/pin/", facts.pin, name="pin"),
    path("<int:pk>/story/", stories.story, name="story"),
    path("<int:pk>/story/hits/", stories.hit, name="hit"),
    path("<int:pk>/best/", best.best, name="best"),
    path("<int:pk>/closure/", topics.closure, name="closure"),
    path("<int:pk>/watching/", watching.watching, name="watching"),
    path("<int:pk>/posts/<int:number>/", reading.post, name="post"),
    path("<int:pk>/posts/<int:number>/keeping/", bookmarks.keeping, name="keeping"),
    path("<int:pk>/posts/<int:number>/thanks/", thanks.thanks, name="thanks"),
    path("<int:pk>/posts/<int:number>/edit/", posts.edit, name="edit"),
    path("<int:pk>/posts/<int:number>/history/", history.history, name="history"),
    path("<int:pk>/posts/<int:number>/history/<int:version>/hiding/", history.hiding, name="hiding"),
    path("<int:pk>/<slug:slug>/", reading.topic, name="topic"),
]

"""The addresses of the floor, all under /discussions/."""

from django.urls import include, path

from forums.discussions.views import (
    attachments,
    evidence,
    facts,
    history,
    mentions,
    planned,
    polls,
    posts,
    similar,
    stories,
    tags,
    taking_back,
    thanks,
    topics,
)
from forums.reading import best, moved
from forums.reading.views import bookmarks, lists, searches, waiting, watching
from forums.reading.views import topics as reading

app_name = "forums"
# What belongs to one topic. It stands first, because most of what is asked for is a topic.
of_topic = [
    path("reply/", moved.reply_leads_on(posts.reply), name="reply"),
    path("facts/", facts.facts, name="facts"),
    path("pin/", facts.pin, name="pin"),
    path("story/", stories.story, name="story"),
    path("story/hits/", stories.hit, name="hit"),
    path("best/", best.best, name="best"),
    path("closure/", topics.closure, name="closure"),
    path("watching/", watching.watching, name="watching"),
    path("posts/<int:number>/", moved.post_leads_on(reading.post), name="post"),
    path("posts/<int:number>/keeping/", bookmarks.keeping, name="keeping"),
    path("posts/<int:number>/thanks/", thanks.thanks, name="thanks"),
    path("posts/<int:number>/seen/", evidence.seen, name="seen"),
    path("posts/<int:number>/edit/", posts.edit, name="edit"),
    path("posts/<int:number>/taking-back/", taking_back.taking_back, name="taking_back"),
    path("posts/<int:number>/history/", history.history, name="history"),
    path("posts/<int:number>/history/<int:version>/hiding/", history.hiding, name="hiding"),
    path("<slug:slug>/", moved.topic_leads_on(reading.topic), name="topic"),
]

urlpatterns = [
    path("", lists.latest, name="latest"),
    path("", include("forums.reading.around.urls")),
    path("<int:pk>/", include(of_topic)),
    path("new/", lists.new_topics, name="new"),
    path("unread/", lists.unread_topics, name="unread"),
    path("since/", lists.since, name="since"),
    path("top/", lists.top, name="top"),
    path("mine/", lists.mine, name="mine"),
    path("kept/", bookmarks.kept, name="kept"),
    path("watching/", watching.watches, name="watches"),
    path("searches/", searches.searches, name="searches"),
    path("searches/<int:pk>/", searches.saved_search, name="saved_search"),
    path("searches/<int:pk>/name/", searches.search_name, name="search_name"),
    path("searches/<int:pk>/telling/", searches.search_telling, name="search_telling"),
    path("searches/<int:pk>/removal/", searches.search_removal, name="search_removal"),
    path("unanswered/", waiting.unanswered, name="unanswered"),
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
]

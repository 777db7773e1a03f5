"""The addresses of this part of the room, under /discussions/."""

from django.urls import path

from . import feeds, own_feed, taking

urlpatterns = [
    path("feeds/", own_feed.feeds, name="feeds"),
    path("feeds/latest/", feeds.latest, name="feed"),
    path("feeds/boards/<slug:slug>/", feeds.board, name="feed_of_board"),
    path("feeds/tags/<slug:slug>/", feeds.tag, name="feed_of_tag"),
    path("feeds/topics/<int:pk>/", feeds.topic, name="feed_of_topic"),
    path("feeds/own/", own_feed.making, name="feed_making"),
    path("feeds/own/removal/", own_feed.removal, name="feed_removal"),
    path("feeds/own/<str:token>/", own_feed.own_feed, name="own_feed"),
    path("<int:pk>/print/", taking.to_print, name="print"),
    path("<int:pk>/export.md", taking.export, name="export"),
]

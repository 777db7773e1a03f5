from django.urls import path

from .views import blog, contact, feed, manuscripts, review, standing

app_name = "articles"
urlpatterns = [
    path("about/", standing.about, name="about"),
    path("about/<slug:slug>/", standing.page, name="page"),
    path("contact/", contact.contact, name="contact"),
    path("policies/", standing.policies, name="policies"),
    path("policies/<slug:slug>/", standing.policy, name="policy"),
    path("policies/<slug:slug>/versions/<int:number>/", standing.version, name="version"),
    path("articles/", blog.articles, name="articles"),
    path("articles/feed/", feed.feed, name="feed"),
    path("articles/write/", manuscripts.write, name="write"),
    path("articles/mine/", manuscripts.mine, name="mine"),
    path("articles/files/", manuscripts.files, name="files"),
    path("articles/preview/", manuscripts.preview, name="preview"),
    path("articles/review/", review.queue, name="review"),
    path("articles/by/<str:handle>/", blog.author, name="author"),
    path("articles/manuscripts/<int:pk>/", manuscripts.manuscript, name="manuscript"),
    path("articles/manuscripts/<int:pk>/text/", manuscripts.text, name="text"),
    path("articles/manuscripts/<int:pk>/withdrawal/", manuscripts.withdrawal, name="withdrawal"),
    path("articles/manuscripts/<int:pk>/decision/", review.decision, name="decision"),
    path("articles/<int:pk>/", blog.lasting, name="lasting"),
    path("articles/<slug:slug>/", blog.article, name="article"),
]

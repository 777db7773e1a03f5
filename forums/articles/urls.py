from django.urls import path

from . import views

app_name = "articles"
urlpatterns = [
    path("about/", views.about, name="about"),
    path("about/<slug:slug>/", views.page, name="page"),
    path("policies/", views.policies, name="policies"),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("policies/<slug:slug>/versions/<int:number>/", views.version, name="version"),
    path("articles/", views.articles, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
]

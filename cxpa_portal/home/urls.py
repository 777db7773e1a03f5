from django.urls import path

from cxpa_portal import sitemaps

from . import keyboard, views

urlpatterns = [
    path("", views.home, name="home"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-topics-<int:number>.xml", sitemaps.topics, name="sitemap_topics"),
    path("sitemap-<slug:name>.xml", sitemaps.section, name="sitemap_section"),
    path("help/keyboard/", keyboard.keyboard, name="keyboard"),
    path("health/", views.health, name="health"),
]

from django.urls import path

from . import addresses, digest_views, providers, views
from .incoming import views as incoming
from .incoming.sources import webhooks

app_name = "mail"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.all_read, name="all_read"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("mail/preferences/", views.preferences, name="preferences"),
    path("mail/preferences/return/", views.taking_back, name="taking_back"),
    path("mail/quiet-hours/", views.quiet_hours, name="quiet_hours"),
    path("mail/address/", addresses.address, name="address"),
    path("mail/address/trial/", addresses.trial, name="trial"),
    path("mail/providers/<slug:provider>/", providers.telling, name="telling"),
    path("mail/by-mail/", incoming.by_mail, name="by_mail"),
    path("mail/by-mail/anew/", incoming.addresses_anew, name="addresses_anew"),
    path("mail/incoming/<str:secret>/<slug:provider>/", webhooks.webhook, name="incoming"),
    path("mail/digest/", digest_views.digest, name="digest"),
    path("mail/digest/less/<str:token>/", digest_views.less, name="less"),
    path("mail/digest/more/<str:token>/", digest_views.go_on, name="go_on"),
    path("mail/stop/<str:token>/", views.stopping, name="stop"),
]

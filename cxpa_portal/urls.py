"""Every address of the portal. A room's own stand in its urls.py."""

from allauth.socialaccount.views import login_error
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

urlpatterns = [
    path("", include("cxpa_portal.home.urls")),
    path("search/", include("cxpa_portal.search.urls")),
    path("discussions/", include("forums.urls")),
    path("questions/", include("forums.questions.urls")),
    path("experts/", include("forums.experts.urls")),
    path("playbooks/", include("forums.playbooks.urls")),
    path("soundings/", include("forums.soundings.urls")),
    path("conversations/", include("forums.conversations.urls")),
    path("moderation/", include("forums.moderation.urls")),
    path("events/", include("events.urls")),
    path("cx-day/", include("events.cxday.urls")),
    path("certification/", include("certification.urls")),
    path("membership/", include("members.membership.urls")),
    path("networks/", include("members.networks.urls")),
    path("connections/", include("members.connections.urls")),
    path("drafts/", include("members.progress.urls")),
    path("invoices/", include("members.billing.urls")),
    path("files/", include("members.files.urls")),
    path("", include("forums.articles.urls")),
    path("", include("members.mail.urls")),
    path("accounts/", include("members.accounts.urls")),
    path("accounts/", include("members.subjects.urls")),
    # allauth leaves this one page behind the door that it explains.
    path("accounts/3rdparty/login/error/", login_not_required(login_error)),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns += [
        path("styleguide/", include("cxpa_portal.styleguide.urls")),
        path("development/", include("cxpa_portal.demo.urls")),
    ]

"""The way round the admin: what each person of the staff may look at, by floor."""

from django.apps import apps
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# The rooms of a floor in their order; allauth's lists stand with the people they belong to.
PEOPLE = [
    *("accounts", "membership", "networks", "connections", "billing", "subjects", "progress", "files"),
    *("auth", "account", "mfa"),
]
GROUPS = [
    (_("People"), PEOPLE),
    (
        _("Discussions and articles"),
        [
            "discussions",
            "questions",
            "experts",
            "playbooks",
            "soundings",
            "reading",
            "conversations",
            "articles",
            "moderation",
        ],
    ),
    (_("Events"), ["programme", "registration", "cxday"]),
    (_("Certification"), ["framework", "applications", "exams", "credentials", "renewal"]),
    (_("Mail and notices"), ["mail"]),
    (_("Record"), ["audit"]),
]


def navigation(request):
    """What unfold draws at the side: groups of links, without what `request.user` may not see."""
    permitted = {app["app_label"]: app["models"] for app in admin.site.get_app_list(request)}
    groups = [
        {
            "title": title,
            "items": [
                {"title": capfirst(model["name"]), "link": model["admin_url"]}
                for label in labels
                for model in permitted.get(label, [])
                if model["admin_url"]
            ],
        }
        for title, labels in GROUPS
    ]
    return [group for group in groups if group["items"]]


def unlisted():
    """Labels of rooms with something in the admin that no group names."""
    named = {label for _title, labels in GROUPS for label in labels}
    ours = {"members", "forums", "events", "certification"}
    return {
        model._meta.app_label
        for model in admin.site._registry
        if apps.get_app_config(model._meta.app_label).name.split(".")[0] in ours
    } - named

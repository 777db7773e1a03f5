"""The two groups that judge applications, and what each may do in the admin."""

from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions

MAY = {
    "CCXP reviewers": ["view_application", "review_application"],
    "CCXP deciders": ["view_application", "decide_application"],
}


def give_roles(group, permission, apps=live_apps):
    """Make both groups with their permissions, with the given models (a migration's); done twice, nothing changes."""
    # Permissions are written after all migrations; in the middle of them one has to ask.
    config = live_apps.get_app_config("applications")
    create_permissions(config, apps=apps, verbosity=0)
    for name, codenames in MAY.items():
        made, _ = group.objects.get_or_create(name=name)
        made.permissions.add(*permission.objects.filter(content_type__app_label="applications", codename__in=codenames))

"""Every address of the portal, walked from the resolver."""

from django.urls import URLPattern, get_resolver


def routes(patterns=None, prefix=""):
    """(route, pattern) of every address but the admin's own, which `test_admin_is_for_staff` walks."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from routes(entry.url_patterns, route)

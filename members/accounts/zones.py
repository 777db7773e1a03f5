"""Time zones: the person's own, or the one their browser named, for every date on the page."""

import zoneinfo

from django.utils import timezone


def zone_choices():
    """All zones a person can choose, as (name, readable name), without the historical and `Etc/` ones."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def zone_named(name):
    """The ZoneInfo called `name`, or None where there is none (a cookie may hold anything)."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


class ZoneMiddleware:
    """Shows every date of the request in the reader's zone: the account's, else the cookie `tz` their browser set."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        zone = None
        if request.user.is_authenticated and request.user.time_zone != "UTC":
            zone = zone_named(request.user.time_zone)
        elif "tz" in request.COOKIES:
            zone = zone_named(request.COOKIES["tz"])
        with timezone.override(zone):
            return self.get_response(request)

"""Whose letters the portal's are."""

from email.utils import parseaddr
from functools import lru_cache

from django.conf import settings


def sending_host():
    """What follows the @ of the address that the portal's letters come from."""
    return _host_of(settings.DEFAULT_FROM_EMAIL)


@lru_cache(4)
def _host_of(sender):
    return parseaddr(sender)[1].rpartition("@")[2]

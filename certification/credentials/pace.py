"""How fast one address may search the register: as fast as people do, not as fast as a list is copied."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

MOST = 60  # searches by name and numbers that do not exist
WITHIN = 600  # seconds


def is_too_fast(request):
    """Count one look, and say whether it is one too many. With Redis away the cache counts in memory."""
    key = f"register:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, WITHIN):
        return False
    try:
        return cache.incr(key) > MOST
    except ValueError:  # it ran out between the two
        return False

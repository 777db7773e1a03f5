"""How fast one browser may send texts: as people type, in several windows, and not as a program does."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache


def is_too_fast(request, what, *, most, within):
    """Count one, and say whether it is one too many in `within` seconds. With Redis away the cache counts in memory."""
    who = request.user.pk if request.user.is_authenticated else get_adapter().get_client_ip(request)
    key = f"progress:{what}:{who}"
    if cache.add(key, 1, within):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False

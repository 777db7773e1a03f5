"""A cache that nobody has to wait for: Redis, and this process's own memory while Redis is away."""

import time

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from django_redis.exceptions import ConnectionInterrupted

PAUSE = 5  # seconds until Redis is asked again, so that a page pays for one timeout and not for ten

# By server: the moment (of time.monotonic) until which it is left alone. For all threads of the process.
_away_until = {}


def _soft(name):
    def method(self, *args, **kwargs):
        if time.monotonic() >= _away_until.get(self._server, 0):
            try:
                return getattr(self.client, name)(*args, **kwargs)
            except ConnectionInterrupted:
                _away_until[self._server] = time.monotonic() + PAUSE
        return getattr(self._meanwhile, name)(*args, **kwargs)

    method.__name__ = name
    return method


class SteadyCache(RedisCache):
    """django-redis, but with an answer for every question when Redis cannot be reached.

    Its own IGNORE_EXCEPTIONS answers "no" to `add`. allauth takes its locks with that, and would turn away everyone
    who signs in. With a memory to stand in, its limits go on too, counted per process.
    """

    def __init__(self, server, params):
        super().__init__(server, params)
        self._meanwhile = LocMemCache(f"meanwhile {server}", {**params, "OPTIONS": {"MAX_ENTRIES": 10_000}})

    get, set, add, touch, delete, has_key = map(_soft, ["get", "set", "add", "touch", "delete", "has_key"])
    incr, decr, clear = map(_soft, ["incr", "decr", "clear"])
    get_many, set_many, delete_many = map(_soft, ["get_many", "set_many", "delete_many"])

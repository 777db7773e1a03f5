"""The portal's settings with a cache that tells what it was asked for."""

from cxpa_portal.settings import *  # noqa: F403

MIDDLEWARE = ["bench.counted.cache.told", *MIDDLEWARE]  # noqa: F405
CACHES["default"]["BACKEND"] = "bench.counted.cache.CountedCache"  # noqa: F405

"""The portal's settings, with some addresses more."""

from cxpa_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.gallery.urls"

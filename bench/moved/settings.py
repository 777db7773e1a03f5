"""The portal's settings with the clock of a drill, and little patience with mail servers, so that it ends soon."""

from bench.moved import clock

clock.install()

from cxpa_portal.settings import *  # noqa: E402, F403

EMAIL_TIMEOUT = 3
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c search_path=public,moved,pg_catalog"  # noqa: F405

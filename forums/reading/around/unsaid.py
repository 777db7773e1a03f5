"""Keeps the addresses of own feeds out of the logs: who knows one reads along."""

import logging
import re

LOGGERS = ["django.request", "django.server", "gunicorn.access", "gunicorn.error"]
_OWN = re.compile(r"(/feeds/own/)[\w-]{20,}")


class Unsaid(logging.Filter):
    def filter(self, record):
        """Write the line without the token in it. Every line goes through."""
        said = record.getMessage()
        if "/feeds/own/" in said:
            record.msg, record.args = _OWN.sub(r"\1…", said), ()
        return True


def keep_unsaid():
    """Have the loggers that write addresses leave them out; done twice, it is done once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, Unsaid) for each in logger.filters):
            logger.addFilter(Unsaid())

"""A maildir, as a mail server on the same machine fills it: MAIL_IN_MAILDIR names its folder."""

import logging
from pathlib import Path

from django.conf import settings

from ..arriving import arrive, too_large
from ..reading import LARGEST

MOST = 200  # at one go; the next comes in a minute
logger = logging.getLogger(__name__)


def fetch():
    """Take in what lies in `new`, the oldest first, and move each to `cur`; returns how many.

    Each is kept before it is moved: a worker that dies in between finds it again, and it counts once.
    """
    if not settings.MAIL_IN_MAILDIR:
        return 0
    folder = Path(settings.MAIL_IN_MAILDIR)
    try:
        waiting = sorted((path for path in (folder / "new").iterdir() if path.is_file()), key=_moment)[:MOST]
        (folder / "cur").mkdir(exist_ok=True)
    except OSError as error:
        logger.error("The maildir %s cannot be read: %s", folder, error)
        return 0
    return sum(_take_in(path, folder / "cur") for path in waiting)


def _take_in(path, done):
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if size > LARGEST:
                too_large(file.read(64_000), size, source="maildir")
            else:
                arrive(file.read(LARGEST + 1), source="maildir")
        path.rename(done / f"{path.name.partition(':')[0]}:2,S")
    except FileNotFoundError:  # another worker was faster
        return 0
    except OSError as error:
        logger.error("%s in the maildir cannot be taken in: %s", path.name, error)
        return 0
    return 1


def _moment(path):
    try:
        return (path.stat().st_mtime, path.name)
    except FileNotFoundError:
        return (0, path.name)

"""HTML that is kept by what it was made of.

The key of what is kept is a digest of the very rows it shows, so nothing has to be declared stale: a word changes, and
so does the key. Who may not see a row is not given it by the query, and cannot come upon what was kept of it.
See docs/decisions/0012-the-rows-are-the-key.md.
"""

import hashlib
from functools import cache as once

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

WHAT_RUNS = ["members", "forums", "events", "certification", "cxpa_portal", "templates", "static", "locale"]
DAY = 86_400  # seconds; nothing gets wrong by age, but nobody may come for it again


def kept(name, *made_of, write):
    """The text that `write()` gives for what it is made of: texts, numbers, Rights, rows.

    Besides these it depends on the language, the zone and the date of the reader, on which release of the portal runs,
    and on nothing else.
    """
    [text] = kept_each(name, [made_of], lambda _made_of: write(), made_of=lambda made_of: made_of)
    return text


def kept_each(name, things, write, *, made_of):
    """As `kept`, for each of `things`: `made_of(thing)` says what it is made of, `write(thing)` gives its text. Those
    that are kept come in one journey."""
    if settings.DEBUG:  # a template that is being written shows at once
        return [write(thing) for thing in things]
    reader = (release(), get_language(), timezone.get_current_timezone_name(), timezone.localdate())
    keys = [f"{name}:{_digest(reader, made_of(thing))}" for thing in things]
    found = cache.get_many(keys)
    written = {key: write(thing) for key, thing in zip(keys, things, strict=True) if key not in found}
    if written:
        cache.set_many(written, DAY)
    return [found.get(key) or written[key] for key in keys]


def _digest(*of):
    return hashlib.blake2b(repr(of).encode(), digest_size=20).hexdigest()


@once
def hole(name):
    """A word that stands in a kept text for what is this reader's alone; nobody can guess it. See `filled`."""
    return f"hole-{salted_hmac('forums.reading.kept', name).hexdigest()[:24]}"


def filled(text, **told):
    """`text` with what is this reader's in its holes."""
    for name, value in told.items():
        text = text.replace(hole(name), str(value))
    return text


@once
def release():
    """A digest of the code and the templates that run here: another release keeps texts of its own."""
    found = hashlib.blake2b(digest_size=8)
    for folder in WHAT_RUNS:
        for path in sorted(path for path in (settings.BASE_DIR / folder).rglob("*.*") if path.suffix != ".pyc"):
            about = path.stat()
            found.update(f"{path}:{about.st_size}:{about.st_mtime_ns};".encode())
    return found.hexdigest()

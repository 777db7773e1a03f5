"""HTML that is kept by what it was made of.

The key of what is kept is the imprint of the very rows it shows, so nothing has to be declared stale: a word changes,
and so does the key. Who may not see a row is not given it by the query, and cannot come upon what was kept of it.
See docs/decisions/0012-the-rows-are-the-key.md.
"""

import hashlib
from functools import cache as once

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

WHAT_RUNS = ["members", "forums", "events", "certification", "cxpa_portal", "templates", "static", "locale"]
DAY = 86_400  # seconds; nothing gets wrong by age, but nobody may come for it again


def found(pieces):
    """Of `pieces`, {name: what it is made of}, the texts that are kept, by name; they come in one journey.

    What a piece is made of are texts, numbers, Rights, imprints. Besides these it depends on the language, the zone and
    the date of the reader, on which release of the portal runs, and on nothing else.
    """
    if settings.DEBUG:  # a template that is being written shows at once
        return {}
    keys = _keys_of(pieces)
    kept, now = cache.get_many(keys.values()), _minute()
    told = {name: kept[key] for name, key in keys.items() if key in kept}
    return {name: text for name, (minute, text) in told.items() if minute in ("", now)}


def keep(pieces, texts, *, ticks=()):
    """Keep `texts`, {name: text}, for those who ask for the same `pieces`; those named in `ticks` for this minute,
    because they say how long something will be or has been."""
    if not settings.DEBUG:
        keys, now = _keys_of(pieces), _minute()
        cache.set_many({keys[name]: (now if name in ticks else "", text) for name, text in texts.items()}, DAY)


def kept_each(name, things, write, *, made_of):
    """The texts that `write(thing)` gives for each of `things`, kept by what it is made of, which `made_of(thing)`
    says as for `found`. They come in one journey."""
    if settings.DEBUG:
        return [write(thing) for thing in things]
    keys = [_key(name, made_of(thing)) for thing in things]
    there = cache.get_many(keys)
    written = {key: write(thing) for key, thing in zip(keys, things, strict=True) if key not in there}
    if written:
        cache.set_many(written, DAY)
    return [there.get(key) or written[key] for key in keys]


def _keys_of(pieces):
    return {name: _key(name, made_of) for name, made_of in pieces.items()}


def _key(name, made_of):
    reader = (release(), get_language(), timezone.get_current_timezone_name(), timezone.localdate())
    return f"{name}:{hashlib.blake2b(repr((reader, made_of)).encode(), digest_size=20).hexdigest()}"


def _minute():
    return timezone.now().strftime("%Y-%m-%d %H:%M")


@once
def release():
    """A digest of the code and the templates that run here: another release keeps texts of its own."""
    found = hashlib.blake2b(digest_size=8)
    for folder in WHAT_RUNS:
        for path in sorted(path for path in (settings.BASE_DIR / folder).rglob("*.*") if path.suffix != ".pyc"):
            about = path.stat()
            found.update(f"{path}:{about.st_size}:{about.st_mtime_ns};".encode())
    return found.hexdigest()

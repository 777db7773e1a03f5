"""The portal's one clock, held at a moment of the past while the demo community lives through it again.

Every verb asks `django.utils.timezone.now()` what time it is, and so do the defaults of moments, which hold that very
function. It in turn asks the class `datetime` of its module, so that class is what is replaced, in this process alone
and for the length of a `with`: then what is done again is written down as of its own moment, by the verbs themselves.
"""

from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


class _Held(datetime):
    moment = None

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@contextmanager
def held_at(moment):
    """Within, it is `moment` for the whole portal."""
    before, _Held.moment = (timezone.datetime, _Held.moment), moment
    timezone.datetime = _Held
    try:
        yield
    finally:
        timezone.datetime, _Held.moment = before

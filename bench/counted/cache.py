"""What was asked of the cache, told in a header of the answer."""

from cxpa_portal.caching import SteadyCache

HEADER = "X-Kept"  # "topic:5f… row:77…+": the texts that were asked for, in order; a plus behind those that were there

_asked = []  # of the request at hand: a worker has one at a time


class CountedCache(SteadyCache):
    """The portal's cache. What it keeps of pages is asked for by `get_many` alone (forums/reading/kept.py)."""

    def get_many(self, keys, *args, **kwargs):
        found = super().get_many(keys, *args, **kwargs)
        _asked.extend(f"{key}+" if key in found else key for key in keys)
        return found


def told(get_response):
    """Middleware that writes the header."""

    def answer(request):
        _asked.clear()
        response = get_response(request)
        response[HEADER] = " ".join(_asked)
        return response

    return answer

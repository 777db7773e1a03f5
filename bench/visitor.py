"""Somebody who uses the portal by plain HTTP: signs in, reads and posts by its forms, as a browser would."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What came of the requests of one kind."""

    done: int = 0
    errors: list = field(default_factory=list)
    slowest: float = 0.0  # seconds


class Visitor:
    """One browser with its cookies. Each action is counted in `tallies`, by its name."""

    def __init__(self, portal, tallies):
        self.portal, self.tallies = portal, tallies
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
        ).open

    def sign_in(self, email, password):
        with self._counted("sign_in"):
            page = self._get("/accounts/login/")
            answer = self._post("/accounts/login/", page, login=email, password=password)
            if 'action="/accounts/logout/"' not in answer:
                raise AssertionError("the page after signing in offers no way to sign out")

    def read(self, path):
        with self._counted("read"):
            self._get(path)

    def post(self, topic_path, reply_path, text):
        with self._counted("post"):
            page = self._get(topic_path)
            answer = self._post(reply_path, page, token=_hidden(page, "token"), body=text)
            if text not in answer:
                raise AssertionError("the post is not on the page it led to")

    def _counted(self, name):
        return _Counted(self.tallies.setdefault(name, Tally()))

    def _get(self, path):
        with self.open(self.portal + path, timeout=30) as answer:
            return answer.read().decode()

    def _post(self, path, page, **fields):
        fields["csrfmiddlewaretoken"] = _hidden(page, "csrfmiddlewaretoken")
        with self.open(self.portal + path, urllib.parse.urlencode(fields).encode(), timeout=30) as answer:
            return answer.read().decode()


class _Counted:
    """Counts what happens within; an error is kept and goes no further."""

    def __init__(self, tally):
        self.tally = tally

    def __enter__(self):
        self.began = time.monotonic()

    def __exit__(self, _kind, error, _trace):
        self.tally.done += 1
        self.tally.slowest = max(self.tally.slowest, time.monotonic() - self.began)
        if isinstance(error, (OSError, AssertionError)):
            self.tally.errors.append(f"{error}")
        return error is None or isinstance(error, (OSError, AssertionError))


def _hidden(page, name):
    """The value of the last hidden field `name`: the form of the page stands after those of the frame."""
    found = re.findall(rf'name="{name}"[^>]*value="([^"]+)"', page)
    if not found:
        raise AssertionError(f"the page has no field {name}")
    return found[-1]

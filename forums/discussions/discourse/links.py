"""Addresses of the old community: to our topics where these were imported too, else to where they always led."""

import re
from urllib.parse import unquote, urlsplit

from forums.discussions.models import Post, Topic

TOPIC = re.compile(r"/t/(?:(?!\d+(?:/|$))[^/]*/)?(\d{1,12})(?:/(\d{1,9})(?!\d))?(?:/|$)")
SCHEMES = ("http", "https", "mailto")


class Links:
    """Resolves what stands in a `href`.

    `hosts` are the community's own; `topics` maps ids there to (our id, slug, highest number).
    """

    def __init__(self, hosts, topics):
        self.hosts = hosts
        self.topics = topics

    def resolve(self, href):
        """The address to write in place of `href`, or None when it leads nowhere any more."""
        href = href.strip()
        try:
            parts = urlsplit(href)
            host = parts.hostname or ""
        except ValueError:
            return None
        if host in self.hosts or (not host and not parts.scheme and href.startswith("/")):
            return self._own(unquote(parts.path)) or self._there(href, host)
        if host and not parts.scheme:
            return f"https:{href}"
        return href if parts.scheme.lower() in SCHEMES else None

    def to_post(self, topic, number):
        """Our address of post `number` of the topic with that id there; None when it was not imported."""
        if topic not in self.topics:
            return None
        pk, slug, highest = self.topics[topic]
        if number and number <= highest:
            return Post(topic_id=pk, number=number).get_absolute_url()
        return Topic(pk=pk, slug=slug).get_absolute_url()

    def _own(self, path):
        found = TOPIC.match(path)
        if not found:
            return None
        topic, number = found.groups()
        return self.to_post(int(topic), int(number or 0))

    def _there(self, href, host):
        """An address of the old community as it was, but for people's pages: these went with it."""
        if host:
            return href
        if not self.hosts or href.startswith("/u/"):
            return None
        return f"https://{sorted(self.hosts)[0]}{href}"

"""Which other sites posts have led to: a link to one that nobody named before says something of a first post."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models

from forums.discussions.models import Post

_LINKS = re.compile(r'<a\b[^>]*?\bhref="(https?://[^"]+)"', re.IGNORECASE)

# Each site that a post which can be read leads to, with the first post that did.
_LEARN = """
    INSERT INTO moderation_seenhost (host, post_id)
    SELECT left(lower(found.link[1]), 200), min(post.id)
    FROM discussions_post post,
         regexp_matches(post.html, '<a [^>]*href="https?://(?:www\\.)?([^/":?#]+)', 'gi') AS found(link)
    WHERE post.id > %s AND post.id <= %s AND post.kind = 'post' AND post.hidden_at IS NULL
    GROUP BY 1
    ON CONFLICT (host) DO NOTHING
"""


def links_in(html):
    """The addresses elsewhere that `html` leads to, each once."""
    ours = _host(settings.PORTAL_URL)
    return [link for link in dict.fromkeys(_LINKS.findall(html)) if _host(link) != ours]


def hosts_in(html):
    """The sites elsewhere that `html` leads to, without "www."."""
    return list(dict.fromkeys(filter(None, map(_host, links_in(html)))))


def _host(link):
    try:
        return (urlsplit(link).hostname or "").lower().removeprefix("www.")[:200]
    except ValueError:  # not an address after all
        return ""


class SeenHost(models.Model):
    host = models.CharField(max_length=200, unique=True)
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name = "seen host"
        default_permissions = ()

    def __str__(self):
        return self.host

    @classmethod
    def note(cls, post):
        """Remember where `post` leads."""
        if hosts := hosts_in(post.html):
            cls.objects.bulk_create((cls(host=host, post=post) for host in hosts), ignore_conflicts=True)

    @classmethod
    def unseen(cls, hosts):
        """Those of `hosts` that no post led to before."""
        known = set(cls.objects.filter(host__in=hosts).values_list("host", flat=True)) if hosts else set()
        return [host for host in hosts if host not in known]

    @classmethod
    def learn(cls, at_once=20_000):
        """Read what came in without being written here (an imported archive), the newest posts after the last one
        known; returns how many posts were looked through."""
        last = Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        known = cls.objects.order_by("-post").exclude(post=None).values_list("post", flat=True).first() or 0
        with connection.cursor() as cursor:
            for begin in range(known, last, at_once):
                cursor.execute(_LEARN, [begin, begin + at_once])
        return max(last - known, 0)

"""What search engines may read, as lists of addresses: everything that strangers may, and nothing else.

Topics come in files of a range of their ids each, so that no file counts or skips what came before it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from events.programme.models import Event
from forums.articles.models import Article
from forums.articles.views.standing import OVERVIEW
from forums.discussions.models import Topic
from forums.playbooks.models import Playbook
from forums.reading.around.public import STRANGER, public_boards, public_tags, public_topics

RANGE = 5000  # ids of topics in one file
MOST = 5000  # addresses in any other
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True)
class Entry:
    """An address of the portal, and when what stands there last changed, where that is known."""

    address: str
    changed_at: object = None

    def __str__(self):
        changed = f"<lastmod>{self.changed_at.isoformat(timespec='seconds')}</lastmod>" if self.changed_at else ""
        return f"<loc>{escape(settings.PORTAL_URL + self.address)}</loc>{changed}"


def _pages():
    """Where a stranger begins. Of the register it is the page on which one looks somebody up: the people in it did not
    agree to be found by a search for their name."""
    names = ["home", "forums:latest", "forums:unanswered", "forums:top", "forums:boards", "forums:tags", "forums:feeds"]
    names += ["articles:articles", "articles:about", "articles:policies", "articles:contact", "playbooks:playbooks"]
    names += ["events:programme", "events:past", "certification:scheme", "certification:register"]
    names += ["networks:networks", "membership:plans", "keyboard"]
    return [Entry(reverse(name)) for name in names]


def _boards():
    return [Entry(board.get_absolute_url()) for board in public_boards()[:MOST]]


def _tags():
    return [Entry(tag.get_absolute_url()) for tag in public_tags().order_by("-topic_count", "pk")[:MOST]]


def _articles():
    newest = Article.objects.visible_to(STRANGER).exclude(kind=Article.PAGE, slug=OVERVIEW)  # which stands at /about/
    newest = newest.newest_first().defer("body", "html")[:MOST]
    return [Entry(article.get_absolute_url(), article.updated_at) for article in newest]


def _events():
    events = Event.objects.visible_to(STRANGER).going_ahead().latest_first()[:MOST]
    return [Entry(event.get_absolute_url()) for event in events]


def _playbooks():
    return [Entry(book.get_absolute_url()) for book in Playbook.objects.visible_to(STRANGER).newest_first()[:MOST]]


SECTIONS = {
    "pages": _pages,
    "boards": _boards,
    "tags": _tags,
    "articles": _articles,
    "events": _events,
    "playbooks": _playbooks,
}


@login_not_required
@require_safe
def index(request):
    """Which files there are. How many of topics follows from the highest id."""
    highest = Topic.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    files = [reverse("sitemap_section", args=[name]) for name in SECTIONS]
    files += [reverse("sitemap_topics", args=[number]) for number in range(1, _range_of(highest) + 1)]
    return _answer("sitemapindex", "sitemap", [Entry(file) for file in files])


@login_not_required
@require_safe
def section(request, name):
    if name not in SECTIONS:
        raise Http404
    return _answer("urlset", "url", SECTIONS[name]())


@login_not_required
@require_safe
def topics(request, number):
    """The topics of one range of ids: number 1 is ids 1 to RANGE."""
    highest = Topic.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if not 1 <= number <= _range_of(highest):
        raise Http404
    ids = ((number - 1) * RANGE + 1, number * RANGE)
    found = public_topics().filter(pk__range=ids).order_by("pk").values_list("pk", "slug", "last_posted_at")
    return _answer("urlset", "url", [Entry(reverse("forums:topic", args=[pk, slug]), at) for pk, slug, at in found])


def _range_of(pk):
    return (pk + RANGE - 1) // RANGE


def _answer(root, element, entries):
    """Never from somebody's cache: what was hidden is to be gone from here too."""
    inner = "".join(f"<{element}>{entry}</{element}>\n" for entry in entries)
    response = HttpResponse(f"{_XML}<{root} {_NAMESPACE}>\n{inner}</{root}>\n", content_type="application/xml")
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response

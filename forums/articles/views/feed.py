"""The blog for feed readers: what everyone may read, whole."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from forums.reading.around.atom import Entries

from ..models import Article

MOST = 20
OURS = re.compile(r'(<(?:a|img)\b[^<>]*?\b(?:href|src))="/(?!/)')


def _public():
    """The same for whoever asks: it is fetched by programs that are signed in to nothing."""
    return Article.objects.visible_to(AnonymousUser()).articles()


def _changed_at(request):
    """Of all articles in the feed, and of their number: one that is retired changes it too."""
    about = _public().aggregate(count=Count("pk"), changed=Max("updated_at"), newest=Max("published_at"))
    request.feed_changed_at = max(filter(None, [about["changed"], about["newest"]]), default=None)
    return f'"{about["count"]}-{request.feed_changed_at:%Y%m%d%H%M%S%f}"' if about["count"] else '"0"'


@login_not_required
@require_safe
@cache_control(public=True, max_age=600)
@condition(etag_func=_changed_at)
def feed(request):
    """Atom, the newest first. Answers 304 to a reader that has it already."""
    address = settings.PORTAL_URL + reverse("articles:feed")
    atom = Entries(
        title=_("CXPA: articles"),
        link=settings.PORTAL_URL + reverse("articles:articles"),
        description=_("What people in customer experience tried, and what came of it."),
        feed_url=address,
        feed_guid=address,
        language="en",
    )
    for article in _public().select_related("author", "lead").newest_first()[:MOST]:
        atom.add_item(
            title=article.title,
            link=settings.PORTAL_URL + article.get_absolute_url(),
            description=article.sentence,
            content=_whole(article),
            unique_id=settings.PORTAL_URL + article.lasting_url,
            author_name=article.author.name if article.author else "CXPA",
            pubdate=article.published_at,
            updateddate=max(article.updated_at, article.published_at),
            enclosures=_pictures(article),
        )
    response = HttpResponse(content_type=atom.content_type)
    atom.write(response, "utf-8")
    return response


def _whole(article):
    """The text with whole addresses, as it stands outside the portal; its picture first."""
    lead = ""
    if article.lead:
        lead = format_html('<p><img src="{}" alt="{}"></p>', article.lead.thumbnail_url(640), article.lead_alt)
    return mark_safe(OURS.sub(rf'\1="{settings.PORTAL_URL}/', str(lead) + article.html))


def _pictures(article):
    if not article.lead:
        return []
    lead = article.lead
    return [Enclosure(settings.PORTAL_URL + lead.url, str(lead.size), lead.content_type)]

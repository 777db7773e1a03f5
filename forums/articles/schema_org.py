"""What an article says to search engines: schema.org's BlogPosting."""

import json

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe


def about(article):
    """A dictionary in the vocabulary of schema.org."""
    address = settings.PORTAL_URL + article.get_absolute_url()
    house = {"@type": "Organization", "name": "CXPA", "url": settings.PORTAL_URL}
    said = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": settings.PORTAL_URL + article.lasting_url,
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.title,
        "datePublished": article.published_at.isoformat(),
        "dateModified": max(article.updated_at, article.published_at).isoformat(),
        "author": {"@type": "Person", "name": article.author.name} if article.author else house,
        "publisher": house,
        "isAccessibleForFree": True,
    }
    if article.sentence:
        said["description"] = article.sentence
    if article.lead:
        said["image"] = settings.PORTAL_URL + article.lead.url
    return said


def as_script(article):
    """The same as a <script> of data, which its words cannot end; "" for what strangers cannot read."""
    if article.audience != "everyone":
        return ""
    text = json.dumps(about(article), ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", "\\u2028")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))

"""What a search found, as HTML that is kept."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from forums.reading.kept import found, keep

register = template.Library()


@register.simple_tag
def hits_written(hits):
    """The HTML of the hits of a forums.discussions.search.finding.Found; they are asked for where it is not kept."""
    texts = found({"hits": hits.glanced_of})
    if "hits" not in texts:
        texts = {"hits": "".join(render_to_string("cxpa_portal/search/_hit.html", {"hit": hit}) for hit in hits)}
        keep({"hits": hits.made_of}, texts)
    return mark_safe(texts["hits"])

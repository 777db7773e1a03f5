"""What a search found, as HTML that is kept."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from forums.reading.kept import kept_each

register = template.Library()


@register.simple_tag
def hits_written(hits):
    """The HTML of each of `hits` (forums.discussions.search.finding.Hit)."""
    texts = kept_each("hit", hits, _written, made_of=_made_of)
    return [mark_safe(text) for text in texts]


def _written(hit):
    return render_to_string("cxpa_portal/search/_hit.html", {"hit": hit})


def _made_of(hit):
    told = [{name: value for name, value in vars(row).items() if name[0] != "_"} for row in (hit.post, hit.topic)]
    return told, hit.snippet, hit.others, hit.more, f"{hit.post.author}", f"{hit.topic.board}"

"""What the head of a page tells programs: its one address, and what it is about."""

from urllib.parse import urlencode

from django import template
from django.utils.html import format_html

from ..around import schema_org as structured
from ..around.atom import whole

register = template.Library()


@register.simple_tag
def canonical_of(thing):
    """The link to the page of `thing`, from a page that shows it in another form."""
    return format_html('<link rel="canonical" href="{}">', whole(thing.get_absolute_url()))


@register.simple_tag
def canonical_address(thing):
    """The whole address of `thing`, in words."""
    return whole(thing.get_absolute_url())


@register.simple_tag(takes_context=True)
def canonical(context, *kept):
    """The link to this page's one address: without what was asked for besides, but for the `kept` words of it."""
    request = context["request"]
    asked = {name: request.GET[name] for name in kept if request.GET.get(name)}
    if asked.get("page", "").lstrip("0") == "1":
        del asked["page"]  # the first page has the topic's own address
    address = whole(request.path) + (f"?{urlencode(asked)}" if asked else "")
    return format_html('<link rel="canonical" href="{}">', address)


@register.simple_tag
def schema_org(page):
    """What a page of a topic says to search engines; nothing for who is signed in."""
    return structured.as_script(page)

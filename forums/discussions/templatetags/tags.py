from django import template
from django.utils.text import slugify

register = template.Library()


@register.filter
def slug_of_tag(name):
    """The part of the address of a tag; see Tag.called."""
    return slugify(name)[:40]

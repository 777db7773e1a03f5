"""The words of a text of ours, as a letter can show them."""

from django import template
from django.utils.safestring import mark_safe

from forums.discussions import markdown

register = template.Library()


@register.filter
def for_mail(html):
    """The sanitised HTML of a text: with whole addresses, and links in place of pictures."""
    return mark_safe(markdown.for_mail(html))  # noqa: S308 - it is what `markdown.clean` let through


@register.filter
def text_for_mail(source):
    """The Markdown of a text: with whole addresses."""
    return markdown.text_for_mail(source)

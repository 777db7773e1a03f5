"""Addresses made of titles."""

from django.utils.text import slugify


def slug_of(title):
    """The part of an address that tells what it leads to."""
    return slugify(title)[:80].strip("-") or "topic"

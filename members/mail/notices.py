"""Telling people things inside the portal."""

from .models import Notice


def tell(person, kind, *, headline, url, key):
    """Tell one Person; see `tell_many`."""
    tell_many([person], kind, headline=headline, url=url, key=key)


def tell_many(people, kind, *, headline, url, key):
    """A notice for each of `people`, once per person and `key`. The caller renders the text."""
    Notice.objects.bulk_create(
        (Notice(person=person, kind=kind, headline=headline[:250], url=url, key=key) for person in people),
        ignore_conflicts=True,
    )

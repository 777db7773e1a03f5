"""`record` is how a verb says what it did."""

from django.contrib.contenttypes.models import ContentType

from .models import Entry


def record(action, about, *, by, **details):
    """Write one entry in the caller's transaction.

    `action` is `room.past_tense`; `by` a Person, or None for the portal itself; `details` must be JSON
    and hold nothing secret. Returns the Entry.
    """
    return Entry.objects.create(
        action=action,
        by=by if by is not None and by.pk else None,
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        label=str(about)[:200],
        details=details,
    )

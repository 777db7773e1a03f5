"""What the digest says of a membership: only what its person could do something about now."""

from members.mail.sections import Item

from .models import standing_of


def items(person, since, until):
    """One Item when something is due, else none. The same thing is told once: its key names the date or the invoice."""
    standing = standing_of(person)
    if not standing.is_due:
        return []
    if standing.dues:
        key = f"invoice:{standing.dues.invoice.number}:waits"
    else:
        key = f"term:{standing.term.pk}:{standing.term.ends_on}:{standing.state}"
    return [Item(key=key, headline=standing.action, url=standing.url, detail=standing.sentence)]

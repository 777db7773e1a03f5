"""What the digest says of a membership: only what its person could do something about now."""

from django.utils.translation import gettext as _

from members.mail import ranking
from members.mail.sections import Item, Why

from .models import standings_of


def items(readers, now):
    """One Item when something is due. The same thing is told once: its key names the date or the invoice."""
    standings = standings_of([reader.person for reader in readers])
    return {pk: [_item(standing)] for pk, standing in standings.items() if standing.is_due}


def _item(standing):
    if standing.dues:
        key = f"invoice:{standing.dues.invoice.number}:waits"
    else:
        key = f"term:{standing.term.pk}:{standing.term.ends_on}:{standing.state}"
    why = Why(ranking.DUE, _("Something for you to do."))
    return Item(key=key, headline=standing.action, url=standing.url, detail=standing.sentence, why=(why,))

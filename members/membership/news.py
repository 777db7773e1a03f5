"""What the digest says of a membership: only what its person could do something about now."""

from django.utils.translation import gettext as _

from members.mail import ranking
from members.mail.sections import Item, Why

from .models import standings_of
from .models.standing import ACTIVE


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
    return Item(key=key, headline=_headline(standing), url=standing.url, detail=standing.sentence, why=(why,))


def _headline(standing):
    """What is the matter, and not the step: it may be the subject of the letter."""
    if standing.dues:
        return _("Invoice %(number)s waits for your payment") % {"number": standing.dues.invoice.number}
    said = _("Your membership ends on %(day)s") if standing.state == ACTIVE else _("Your membership ended on %(day)s")
    return said % {"day": standing.term.ends_in_words}

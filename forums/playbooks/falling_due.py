"""What falls due of playbooks: dates to be kept, dates long forgotten, and posts that are gone."""

from itertools import groupby

from django.db import transaction

from .models import Playbook, Source
from .models.playbooks import FORGOTTEN_AFTER
from .models.reading import PUBLISHED
from .news import tell_of_gone


def look(now):
    """All of it that is due by `now`; done twice, nothing more happens."""
    for playbook in Playbook.objects.due(now).select_related("owner"):
        playbook.ask_owner(now=now)
    for playbook in Playbook.objects.filter(state=PUBLISHED, due_at__lte=now - FORGOTTEN_AFTER):
        playbook.reckon(now=now)
    gone = Source.objects.untold().select_related("passage__playbook__owner").order_by("passage__playbook", "pk")
    for playbook, sources in groupby(gone, key=lambda source: source.passage.playbook):
        _tell(playbook, [source.pk for source in sources], now)


@transaction.atomic
def _tell(playbook, sources, now):
    count = Source.objects.filter(pk__in=sources, gone_told_at=None).update(gone_told_at=now)
    if count:
        tell_of_gone(playbook, count)

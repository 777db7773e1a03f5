"""When people were last here, for the digest: who has not come for long is asked whether they still want it."""

from ..models import LastVisit


def last_visits(pks):
    return dict(LastVisit.objects.filter(person__in=list(pks)).values_list("person_id", "at"))

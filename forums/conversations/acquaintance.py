"""Who knows whom: strangers ask before they write."""

from members.networks.models import NetworkMember

from .models.participants import Participant


def acquainted(person, others):
    """The ids of those among `others` whom `person` may write to without asking, as a set.

    Two people know each other when both have written in a conversation they are in, when they belong to the same
    network, or when either is staff, who answer for the community.
    """
    if person.is_staff:
        return {other.pk for other in others}
    known = {other.pk for other in others if other.is_staff}
    strangers = [other.pk for other in others if other.pk not in known]
    if not strangers:
        return known
    spoke = Participant.objects.joined().exclude(spoke_at=None)
    mine = spoke.filter(person=person.pk).values("conversation")
    known |= set(spoke.filter(person__in=strangers, conversation__in=mine).values_list("person_id", flat=True))
    networks = NetworkMember.objects.filter(person=person.pk).values("network")
    same = NetworkMember.objects.filter(person__in=strangers, network__in=networks)
    return known | set(same.values_list("person_id", flat=True))

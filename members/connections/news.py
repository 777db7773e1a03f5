"""Who came to a reader's networks, for the digest: told from here, because of blocks nobody else knows."""

from collections import defaultdict

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.mail import ranking
from members.mail.sections import Item, Why
from members.networks.models import Network, NetworkMember
from members.networks.news import of_network

from .models import Block

NAMED = 2  # people named in a headline; the rest is a number
JOINED = 30  # of one network that are looked at


def people(readers, now):
    """Who came to the networks of a reader: one line a network. Names are for who belongs to it, as on its page."""
    mine = defaultdict(list)
    places = NetworkMember.objects.filter(person__in=readers.pks).order_by("pk")
    for person, network in places.values_list("person_id", "network_id"):
        mine[person].append(network)
    newcomers = readers.edition.once("networks.newcomers", lambda: _newcomers(readers.edition))
    wanted = {network for networks in mine.values() for network in networks} & newcomers.keys()
    if not wanted:
        return {}
    networks = readers.once("networks.named", lambda: Network.objects.in_bulk(wanted))
    blocks = _blocks(readers)
    found = {}
    for reader in readers:
        lines = []
        for pk in mine[reader.pk]:
            came = [
                place
                for place in newcomers.get(pk, ())
                if reader.is_news(place.joined_at)
                and place.person_id != reader.pk
                and place.person_id not in blocks[reader.pk]
            ]
            if came:
                lines.append(_came(networks[pk], came))
        found[reader.pk] = lines
    return found


def _newcomers(edition):
    """{pk of a network: those who joined it since, the last first}."""
    found = defaultdict(list)
    joined = NetworkMember.objects.present().filter(joined_at__gt=edition.since, network__closed_at=None)
    for place in joined.select_related("person").order_by("-joined_at", "-pk"):
        if len(found[place.network_id]) < JOINED:
            found[place.network_id].append(place)
    return found


def _blocks(readers):
    """{pk: ids of people with whom there is a block, whoever put it}."""
    found = defaultdict(set)
    for one, other in Block.objects.filter(Q(person__in=readers.pks) | Q(blocked__in=readers.pks)).values_list(
        "person_id", "blocked_id"
    ):
        found[one].add(other)
        found[other].add(one)
    return found


def _came(network, came):
    names = [str(place.person) for place in came[:NAMED]]
    if len(came) > NAMED:
        more = len(came) - NAMED
        names.append(ngettext("%(count)d other", "%(count)d others", more) % {"count": more})
    joined = _("%(names)s joined the %(network)s network")
    words = {"names": get_text_list(names, _("and")), "network": network}
    says = [place.person.headline for place in came[:NAMED] if place.person.headline]
    return Item(
        key=f"network:{network.pk}:joined:{came[0].pk}",
        headline=joined % words,
        url=network.get_absolute_url(),
        detail=" · ".join(says),
        why=(Why(ranking.NEAR, _("You belong to this network."), *of_network(network)),),
        lively=len(came),
    )

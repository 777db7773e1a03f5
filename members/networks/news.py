"""Networks that opened near a reader, for the digest."""

from django.utils.translation import gettext as _

from members.mail import ranking
from members.mail.sections import Item, Why

from .models import Network, NetworkMember
from .nearness import why_near


def near(readers, now):
    """Networks that opened near a reader, to which they do not belong."""
    opened = readers.edition.once("networks.opened", lambda: _opened(readers.edition))
    if not opened:
        return {}
    places = NetworkMember.objects.filter(person__in=readers.pks, network__in=[network.pk for network in opened])
    mine = set(places.values_list("person_id", "network_id"))
    found = {}
    for reader in readers:
        new = [each for each in opened if reader.is_news(each.opened_at) and (reader.pk, each.pk) not in mine]
        found[reader.pk] = [_network(each, sentence) for each in new if (sentence := why_near(reader.person, each))]
    return found


def _opened(edition):
    return list(Network.objects.open().filter(opened_at__gt=edition.since).order_by("-opened_at", "-pk"))


def _network(network, sentence):
    return Item(
        key=f"network:{network.pk}:opened",
        headline=_("A network of CXPA in %(where)s") % {"where": network.where},
        url=network.get_absolute_url(),
        detail=_("People of your field who meet there. Anyone with an account can join."),
        why=(Why(ranking.NEAR, sentence, *of_network(network)),),
    )


def of_network(network):
    """(code, label) of a network, for who wants to hear less of it."""
    return f"network:{network.pk}", _("the %(network)s network") % {"network": network}

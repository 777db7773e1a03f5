"""Networks and who joined them long ago: the very rows that the verbs of members.networks would have written.

That both ways lead to the same rows is tested (tests/test_same_rows.py).
"""

from django.contrib.auth.models import Group

from members.accounts.models import Person
from members.networks.models import Network, NetworkMember

from .cast import address_of
from .entries import record


def found(abouts, *, by):
    """Open a network for each of `abouts`, dicts with `opened_at`, its `fields`, `joined` as [(moment, key)] and `led`
    as {key: moment}."""
    networks = [Network(**about["fields"], opened_at=about["opened_at"]) for about in abouts]
    for network in networks:
        network.group = Group(name=network.group_name)
    Group.objects.bulk_create(network.group for network in networks)
    Network.objects.bulk_create(networks)
    emails = {address_of(key) for about in abouts for _at, key in about["joined"]}
    people = {
        person.email.partition("@")[0]: person
        for person in Person.objects.filter(email__in=emails).only("email", "name")
    }
    joined = sorted(
        (at, key, network, key in about["led"])
        for network, about in zip(networks, abouts, strict=True)
        for at, key in about["joined"]
    )
    NetworkMember.objects.bulk_create(
        NetworkMember(network=network, person=people[key], joined_at=at, is_lead=leads)
        for at, key, network, leads in joined
    )
    in_group = Person.groups.through
    in_group.objects.bulk_create(
        in_group(person=people[key], group=network.group) for _at, key, network, _leads in joined
    )
    for network, about in zip(networks, abouts, strict=True):
        record(_told(network, about, people, by))


def _told(network, about, people, by):
    """What the verbs would have recorded of it."""
    yield about["opened_at"], "networks.opened", by, network, {}
    for at, key in about["joined"]:
        yield at, "networks.joined", people[key], network, {}
    for key, at in about["led"].items():
        yield at, "networks.lead_named", by, network, {"who": people[key].name, "person": people[key].pk}

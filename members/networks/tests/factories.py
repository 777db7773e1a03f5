import pytest


@pytest.fixture
def make_network(carol):
    """`make_network(people=[…], leads=[…], **changes)`: an open network, by Carol; somewhere in Zurich."""
    from members.networks.models import Network

    count = iter(range(10_000))

    def make(people=(), leads=(), **changes):
        number = next(count)
        fields = {"name": f"Network {number}", "slug": f"network-{number}", "city": "Zurich", "country": "CH"}
        fields |= {"latitude": 47.37, "longitude": 8.55, "about": "A long table, six times a year."}
        network = Network.open(by=carol, **fields | changes)
        for person in people:
            network.join(by=person)
        for person in leads:
            network.name_lead(person, by=carol)
        return network

    return make


@pytest.fixture
def network(make_network):
    return make_network(name="Zurich", slug="zurich")

"""The digest tells who came to one's networks, but not of whom one blocked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.connections.models import Block
from members.connections.news import people
from members.networks.models import NetworkMember
from members.networks.news import near

pytestmark = pytest.mark.django_db


def test_who_joined_my_network_is_one_line(ann, eli, hana, olga, network, told_in_digest):
    for person in [ann, eli, hana, olga]:
        network.join(by=person)
    [item] = told_in_digest(people, ann)
    assert item.headline == "Olga Petrenko, Hana Sato and 1 other joined the Zurich network"
    assert item.detail == "Chief customer officer · CX consultant"
    assert item.why[0].sentence == "You belong to this network."


def test_nobody_outside_hears_who_came_and_nobody_hears_of_whom_they_blocked(
    ann, eli, hana, network, told_in_digest, sam
):
    network.join(by=ann)
    network.join(by=eli)
    NetworkMember.objects.create(network=network, person=sam)
    assert told_in_digest(people, hana) == []
    assert [item.headline for item in told_in_digest(people, ann)] == ["Eli Brandt joined the Zurich network"]
    Block.put(by=eli, on=ann)
    assert told_in_digest(people, ann) == [], "whoever put the block"


@pytest.mark.parametrize("section", [people, near])
def test_it_costs_the_same_for_any_number_of_readers(section, ann, make_person, make_network, make_readers):
    def cost(*readers):
        readers = make_readers(*readers)
        with CaptureQueriesContext(connection) as queries:
            section(readers, timezone.now())
        return len(queries)

    make_network(people=[ann, make_person()])
    one = cost(ann)
    crowd = [make_person() for _ in range(20)]
    for _ in range(4):
        make_network(people=[ann, *crowd])
    assert cost(ann, *crowd) == one

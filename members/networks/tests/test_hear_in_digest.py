"""The digest tells of networks that opened near by."""

import pytest

from members.networks.news import near

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("city", "country", "why"),
    [
        ("Zürich", "CH", "Near Zürich."),
        ("Konstanz", "DE", "Near Konstanz."),
        ("Geneva", "CH", "In Switzerland."),
        ("", "CH", "In Switzerland."),
        ("Berlin", "DE", None),
        ("", "", None),
    ],
)
def test_a_network_that_opened_near_me(ann, network, told_in_digest, city, country, why):
    ann.city, ann.country = city, country
    assert [item.why[0].sentence for item in told_in_digest(near, ann)] == ([why] if why else [])


def test_not_one_i_belong_to_nor_a_closed_one(ann, carol, network, make_network, told_in_digest):
    ann.country = "CH"
    make_network().close(by=carol)
    network.join(by=ann)
    assert told_in_digest(near, ann) == []

"""The boards of a local network: for its people, and on its page."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(network, make_board):
    return make_board(name="At the long table", slug="table", audience="network", group=network.group)


def test_a_board_opens_to_who_joins_and_stands_on_the_page_of_the_network(cleo_client, cleo, network, table):
    assert cleo_client.get(table.get_absolute_url()).status_code == 404
    assert table.name not in cleo_client.get(network.get_absolute_url()).content.decode()
    network.join(by=cleo)
    assert cleo_client.get(table.get_absolute_url()).status_code == 200
    assert table.name in cleo_client.get(network.get_absolute_url()).content.decode()
    network.leave(by=cleo)
    assert cleo_client.get(table.get_absolute_url()).status_code == 404


def test_members_outside_and_strangers_do_not_learn_of_it(client, ann_client, network, table):
    for browser in (client, ann_client):
        assert table.name not in browser.get(network.get_absolute_url()).content.decode()
        assert browser.get(table.get_absolute_url()).status_code == 404


def test_its_people_keep_reading_when_it_closes(ann_client, ann, carol, network, table):
    network.join(by=ann)
    network.close(by=carol)
    assert ann_client.get(table.get_absolute_url()).status_code == 200
    assert table.name in ann_client.get(network.get_absolute_url()).content.decode()


def test_boards_of_other_networks_stand_elsewhere(ann_client, ann, network, make_network, make_board):
    other = make_network(people=[ann])
    network.join(by=ann)
    make_board(name="Of another table", audience="network", group=other.group)
    page = ann_client.get(network.get_absolute_url()).content.decode()
    assert "Of another table" not in page
    assert "What is talked about" not in page

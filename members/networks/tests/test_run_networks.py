"""What staff do in the admin: open a network, name who leads it, close it and open it again."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from members.audit.models import Entry
from members.networks.models import Network, NotAMember

pytestmark = pytest.mark.django_db

WORDS = {
    "name": "Bern",
    "slug": "bern",
    "city": "Bern",
    "country": "CH",
    "latitude": "",
    "longitude": "",
    "about": "Tea.",
}


def add(client, **changes):
    return client.post(reverse("admin:networks_network_add"), WORDS | changes, follow=True)


def change(client, network, **changes):
    words = WORDS | {"name": network.name, "city": network.city, "about": network.about}
    words |= {"latitude": network.latitude, "longitude": network.longitude}
    about = {"people-TOTAL_FORMS": 0, "people-INITIAL_FORMS": 0}
    address = reverse("admin:networks_network_change", args=[network.pk])
    return client.post(address, words | about | changes, follow=True)


def act(client, network, name, **answers):
    return client.post(reverse(f"admin:networks_network_{name}", args=[network.pk]), answers, follow=True)


def test_opening_a_network_makes_its_group_and_finds_its_city(carol_client, carol):
    assert add(carol_client).status_code == 200
    network = Network.objects.get()
    assert network.group.name == "Bern network"
    assert (round(network.latitude), round(network.longitude)) == (47, 7)
    assert Entry.objects.get(action="networks.opened").by == carol


def test_a_network_takes_over_no_group_that_is_there_for_something_else(carol_client):
    Group.objects.create(name="Bern network")
    page = add(carol_client).content.decode()
    assert "There is a group with the name of this network already" in page
    assert not Network.objects.exists()


def test_half_of_a_place_and_a_name_that_is_taken_are_refused_in_words(carol_client, network):
    assert "belong together" in add(carol_client, latitude="47").content.decode()
    assert "Another network has this name." in add(carol_client, name="zurich").content.decode()
    assert Network.objects.count() == 1


def test_a_network_of_another_name_takes_its_group_along_and_keeps_its_address(carol_client, network):
    change(carol_client, network, name="Zurich and the lake", slug="another")
    network.refresh_from_db()
    assert (network.name, network.group.name) == ("Zurich and the lake", "Zurich and the lake network")
    assert network.slug == "zurich"
    assert Entry.objects.get(action="networks.changed").details == {"what": ["name"]}


def test_another_city_lies_elsewhere_and_no_change_records_nothing(carol_client, network):
    change(carol_client, network)
    assert not Entry.objects.filter(action="networks.changed").exists()
    change(carol_client, network, city="Geneva")
    network.refresh_from_db()
    assert round(network.latitude) == 46


def test_a_member_is_named_lead_and_belongs_to_it(carol_client, ann, network):
    act(carol_client, network, "naming", person="ANN@cxpa.example")
    act(carol_client, network, "naming", person="ann@cxpa.example")
    place = network.people.get()
    assert (place.person, place.is_lead) == (ann, True)
    assert ann.groups.get() == network.group
    assert Entry.objects.filter(action="networks.lead_named").count() == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [("bob@cxpa.example", "networks are led by members"), ("nobody@cxpa.example", "Nobody has an account")],
)
def test_nobody_else_can_be_named_and_the_page_says_why(carol_client, bob, network, address, words):
    page = act(carol_client, network, "naming", person=address).content.decode()
    assert words in page
    assert address in page  # what was typed
    assert not network.people.exists()


def test_a_lapsed_member_is_refused_by_the_verb_too(bob, carol, network):
    with pytest.raises(NotAMember):
        network.name_lead(bob, by=carol)


def test_a_lead_is_released_and_stays(carol_client, carol, eli, hana, make_network):
    network = make_network(leads=[eli], people=[hana])
    act(carol_client, network, "releasing", person=hana.pk)
    assert network.people.get(is_lead=True).person == eli
    act(carol_client, network, "releasing", person=eli.pk)
    network.release_lead(eli, by=carol)
    assert not network.people.filter(is_lead=True).exists()
    assert network.people.count() == 2
    assert Entry.objects.filter(action="networks.lead_released").count() == 1


def test_closing_asks_for_a_reason_and_can_be_undone(carol_client, client, network):
    act(carol_client, network, "closing")
    network.refresh_from_db()
    assert network.is_open
    act(carol_client, network, "closing", reason="Nobody could take it on.")
    assert client.get(network.get_absolute_url()).status_code == 404
    act(carol_client, network, "reopening")
    assert client.get(network.get_absolute_url()).status_code == 200
    said = Entry.objects.filter(action__in=["networks.closed", "networks.reopened"]).values_list("action", flat=True)
    assert sorted(said) == ["networks.closed", "networks.reopened"]


def test_closing_twice_keeps_the_first_word(carol, network):
    for reason in ["The first.", "The second."]:
        network.close(by=carol, reason=reason)
    network.refresh_from_db()
    assert network.closed_reason == "The first."
    for _ in range(2):
        network.reopen(by=carol)
    assert Entry.objects.filter(action="networks.reopened").count() == 1


def test_the_list_finds_those_nobody_leads(carol_client, eli, make_network):
    make_network(name="Led", leads=[eli])
    make_network(name="Waiting for somebody")
    page = carol_client.get(reverse("admin:networks_network_changelist"), {"state": "unled"}).content.decode()
    assert "Waiting for somebody" in page
    assert "Led</a>" not in page


def test_a_network_is_never_deleted_here(carol_client, network):
    assert carol_client.get(reverse("admin:networks_network_delete", args=[network.pk])).status_code == 403

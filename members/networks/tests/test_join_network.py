"""Joining a network, and what belonging to it opens."""

from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from members.audit.models import Entry
from members.networks.models import Closed, Network, NetworkMember

pytestmark = pytest.mark.django_db


def join(client, network, **options):
    return client.post(reverse("networks:membership", args=[network.slug]), **options)


def actions():
    return list(Entry.objects.filter(action__startswith="networks.").order_by("pk").values_list("action", flat=True))


def test_a_free_account_joins_and_is_told_so(cleo_client, cleo, network):
    page = join(cleo_client, network, follow=True).content.decode()
    assert "You belong to the Zurich network." in page
    assert "Leave this network" in page
    assert list(Network.objects.of(cleo)) == [network]
    assert Entry.objects.get(action="networks.joined").by == cleo


def test_joining_twice_is_joining_once(ann_client, network):
    join(ann_client, network)
    join(ann_client, network)
    assert network.people.count() == 1
    assert actions() == ["networks.opened", "networks.joined"]


def test_joining_again_brings_back_who_was_taken_out_of_the_group_by_hand(ann, network):
    network.join(by=ann)
    ann.groups.clear()
    network.join(by=ann)
    assert ann.groups.filter(pk=network.group_id).exists()


def test_a_stranger_is_led_to_sign_in_and_back_to_the_page_with_the_button(client, cleo, password, network):
    response = join(client, network)
    assert response.url == f"{reverse('account_login')}?next=/networks/zurich/membership/"
    response = client.post(response.url, {"login": cleo.email, "password": password}, follow=True)
    assert response.redirect_chain[-1][0] == network.get_absolute_url()
    assert "Join the Zurich network" in response.content.decode()
    assert not network.people.exists()


def test_a_suspended_person_joins_nothing(client_of, sam, network):
    assert join(client_of(sam), network).url.startswith(reverse("account_login"))
    assert not network.people.exists()


def test_looking_at_the_address_changes_nothing(ann_client, network):
    ann_client.get(reverse("networks:membership", args=[network.slug]))
    assert not network.people.exists()


def test_a_closed_network_is_not_there_for_those_outside_and_refuses_them(ann, ann_client, carol, network):
    network.close(by=carol)
    assert join(ann_client, network).status_code == 404
    with pytest.raises(Closed):
        network.join(by=ann)
    assert not ann.groups.exists()


def test_a_network_that_closes_between_the_page_and_the_press_says_so(carol_client, carol, network):
    network.close(by=carol)
    assert "nobody can join it" in join(carol_client, network, follow=True).content.decode()
    assert not network.people.exists()


def test_leaving_ends_it_and_one_may_come_back(cleo_client, cleo, network):
    join(cleo_client, network)
    page = cleo_client.post(reverse("networks:leaving", args=[network.slug]), follow=True).content.decode()
    assert "You have left the Zurich network. You can come back any time." in page
    assert not Network.objects.of(cleo).exists()
    assert not cleo.groups.exists()
    join(cleo_client, network)
    assert cleo.groups.get() == network.group


def test_leaving_twice_or_without_having_joined_records_nothing(ann, network):
    network.leave(by=ann)
    network.join(by=ann)
    network.leave(by=ann)
    network.leave(by=ann)
    assert actions() == ["networks.opened", "networks.joined", "networks.left"]


def test_who_leaves_a_closed_network_is_told_before_and_led_to_the_list(ann_client, ann, carol, network):
    network.join(by=ann)
    network.close(by=carol, reason="Nobody could take it on.")
    page = ann_client.get(network.get_absolute_url()).content.decode()
    assert "Who leaves now cannot come back." in page
    assert "Nobody could take it on." in page
    response = ann_client.post(reverse("networks:leaving", args=[network.slug]))
    assert response.url == reverse("networks:networks")
    assert ann_client.get(network.get_absolute_url()).status_code == 404


def test_the_people_of_a_closed_network_still_find_it(ann_client, ann, carol, network):
    network.join(by=ann)
    network.close(by=carol)
    assert ann_client.get(network.get_absolute_url()).status_code == 200
    assert ann.groups.get() == network.group
    assert "Closed" in ann_client.get("/networks/").content.decode()


def test_a_group_belongs_to_one_network_and_stays_as_long_as_it(network, carol):
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.create(
            name="Another", slug="another", city="Bern", country="CH", about="Tea.", group=network.group
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.open(by=carol, name="ZURICH", slug="zurich-2", city="Zurich", country="CH", about="Tea.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locks", [True, False])
def test_nobody_slips_in_while_it_closes(locks, network, ann, carol, monkeypatch):
    """Who asks while it is being closed waits for that, and hears of it; without the lock they are let in."""
    if not locks:
        monkeypatch.setattr(Network, "_lock", lambda self: Network.objects.get(pk=self.pk))
    closed, outcome = Event(), []

    def ask():
        closed.wait(5)
        try:
            outcome.append(network.join(by=ann))
        except Closed as why:
            outcome.append(why)
        finally:
            connection.close()

    asking = Thread(target=ask)
    asking.start()
    with transaction.atomic():
        Network.objects.get(pk=network.pk).close(by=carol)
        closed.set()
        asking.join(0.3 if locks else 5)
        assert bool(outcome) is not locks  # whether it waited
    asking.join(5)
    assert isinstance(outcome[0], Closed if locks else NetworkMember)
    assert network.people.exists() is not locks

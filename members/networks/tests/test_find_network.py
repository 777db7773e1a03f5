"""Finding the network near by, and reading its page."""

import pytest
from django.urls import reverse

from members.networks import cities
from members.networks.nearness import Nearness

pytestmark = pytest.mark.django_db

ZURICH, VIENNA = (47.3667, 8.55), (48.2085, 16.3721)
LAGOS, ATLANTA = (6.4541, 3.3947), (33.749, -84.388)


@pytest.fixture
def four(make_network):
    """Networks on three continents."""
    places = [("Zurich", "CH", ZURICH), ("Vienna", "AT", VIENNA), ("Lagos", "NG", LAGOS), ("Atlanta", "US", ATLANTA)]
    return [
        make_network(name=city, slug=city.lower(), city=city, country=country, latitude=at[0], longitude=at[1])
        for city, country, at in places
    ]


@pytest.fixture
def living_in(ann):
    def live(city, country):
        ann.city, ann.country = city, country
        ann.save(update_fields=["city", "country"])
        return ann

    return live


def order(person):
    return [row.network.name for row in Nearness(person).rows]


def page_of(client):
    return client.get(reverse("networks:networks")).content.decode()


def test_the_nearest_stands_first_with_how_far_it_is(ann_client, living_in, four):
    ann = living_in("Bern", "CH")
    assert order(ann) == ["Zurich", "Vienna", "Lagos", "Atlanta"]
    page = page_of(ann_client)
    assert "The nearest: about 100 km from you" in page
    assert "about 7,450 km from you" in page


@pytest.mark.parametrize("city", ["Zurich", "Zürich", " ZURICH"])
def test_where_one_lives_is_found_however_it_is_written(ann_client, living_in, four, city):
    ann = living_in(city, "CH")
    assert order(ann)[0] == "Zurich"
    assert "Where you live" in page_of(ann_client)


def test_a_city_of_the_same_name_elsewhere_is_another(living_in, four):
    assert Nearness(living_in("Vienna", "US")).best.network.name == "Atlanta"


def test_with_the_country_alone_its_own_come_first_and_no_distance_is_made_up(ann_client, living_in, four):
    assert order(living_in("", "NG")) == ["Lagos", "Zurich", "Vienna", "Atlanta"]
    page = page_of(ann_client)
    assert "In your country" in page
    assert "km from you" not in page


def test_a_city_nobody_knows_counts_as_its_country(living_in, four):
    assert order(living_in("Nowhereville", "AT"))[0] == "Vienna"


def test_far_from_all_of_them_none_is_said_to_fit(ann_client, living_in, four):
    assert Nearness(living_in("Wellington", "NZ")).best is None
    page = page_of(ann_client)
    assert "The nearest to you first." in page
    assert "Where you live" not in page


def test_who_belongs_to_one_near_by_finds_it_under_yours_and_is_urged_to_no_other(ann_client, living_in, four):
    four[0].join(by=living_in("Zurich", "CH"))
    page = page_of(ann_client)
    assert "Yours" in page
    assert "The nearest: " not in page


def test_a_network_of_unknown_place_stands_last_and_breaks_nothing(living_in, make_network, four):
    make_network(name="Somewhere", slug="somewhere", city="Nowhereville", latitude=None, longitude=None)
    assert order(living_in("Zurich", "CH"))[-1] == "Somewhere"


def test_strangers_and_those_who_say_nothing_read_by_country(client, cleo_client, cleo, four):
    assert order(cleo) == ["Vienna", "Lagos", "Zurich", "Atlanta"]  # Austria, Nigeria, Switzerland, the United States
    assert "in your profile" in page_of(cleo_client)
    assert "in your profile" not in page_of(client)


def test_without_any_the_page_says_how_one_begins(client):
    assert "Each of them begins with one person" in page_of(client)


def test_names_are_for_members_and_for_who_belongs(client, cleo_client, cleo, ann_client, eli, bob, make_network):
    network = make_network(leads=[eli], people=[bob])
    for page in (page_of(client), client.get(network.get_absolute_url()).content.decode()):
        assert "2 people" in page
        assert eli.name not in page
        assert bob.name not in page
    outside = cleo_client.get(network.get_absolute_url()).content.decode()
    assert eli.name in outside  # whom to ask
    assert bob.name not in outside
    assert bob.name in ann_client.get(network.get_absolute_url()).content.decode()
    network.join(by=cleo)
    assert bob.name in cleo_client.get(network.get_absolute_url()).content.decode()


def test_who_is_suspended_is_neither_named_nor_counted(ann_client, sam, make_network):
    network = make_network(people=[sam])
    page = ann_client.get(network.get_absolute_url()).content.decode()
    assert sam.name not in page
    assert "nobody yet" in page


def test_a_lead_whose_membership_ended_is_one_of_the_people_until_it_goes_on(ann_client, eli, clock, make_network):
    network = make_network(leads=[eli])
    assert "Who leads it" in ann_client.get(network.get_absolute_url()).content.decode()
    eli.belong_until(None, by=None)
    page = ann_client.get(network.get_absolute_url()).content.decode()
    assert "Who leads it" not in page
    assert eli.name in page


def test_many_people_come_in_pages_the_latest_first(ann_client, make_person, network):
    for number in range(31):
        network.join(by=make_person(name=f"Person {number:02}"))
    first = ann_client.get(network.get_absolute_url())
    assert "Person 30" in first.content.decode()
    assert "Person 00" not in first.content.decode()
    second = ann_client.get(network.get_absolute_url() + first.context["page"].older_url).content.decode()
    assert "Person 00" in second
    assert "Person 30" not in second


@pytest.mark.parametrize("cursor", ["x", "-1", "²", "9" * 30, "0"])
def test_a_cursor_that_is_none_breaks_nothing(ann_client, network, cursor):
    assert ann_client.get(network.get_absolute_url(), {"before": cursor}).status_code == 200


def test_what_is_written_about_it_is_text_and_nothing_else(client, make_network):
    network = make_network(about="<script>alert(1)</script>\n\nTea.")
    page = client.get(network.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<p>Tea.</p>" in page


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_costs_the_same_at_any_length(
    ann_client, living_in, make_network, eli, how_many, django_assert_num_queries
):
    living_in("Zurich", "CH")
    for _ in range(how_many):
        make_network(leads=[eli])
    page_of(ann_client)
    with django_assert_num_queries(5):  # session, person, networks, leads, mine
        page_of(ann_client)


@pytest.mark.parametrize("how_many", [1, 29])
def test_the_page_costs_the_same_for_any_number_of_people(
    ann_client, ann, make_person, make_network, how_many, django_assert_num_queries
):
    network = make_network(leads=[ann], people=[make_person() for _ in range(how_many)])
    ann_client.get(network.get_absolute_url())
    with django_assert_num_queries(7):  # session, person, network, my place, leads, people, boards
        ann_client.get(network.get_absolute_url())


def test_cities_are_known_by_the_names_people_give_them():
    assert cities.coordinates_of("München", "DE") == cities.coordinates_of("Munich", "DE")
    assert cities.coordinates_of("Boston, MA", "US") == cities.coordinates_of("Boston", "US")
    assert cities.coordinates_of("", "US") is None
    assert round(cities.kilometres(ZURICH, VIENNA), -1) == 590
    assert cities.kilometres(ZURICH, ZURICH) == 0

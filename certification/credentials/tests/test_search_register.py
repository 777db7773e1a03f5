"""Somebody looks for a CCXP by number or by name."""

import pytest
from django.urls import reverse

from certification.credentials import pace

pytestmark = pytest.mark.django_db


def search(client, words, **more):
    return client.get(reverse("certification:register"), {"q": words, **more})


def test_a_number_leads_straight_to_its_answer(client, ann, make_credential):
    credential = make_credential(ann)
    answer = search(client, f" {credential.number.lower().replace('-', ' ')} ")
    assert answer.status_code == 302
    assert answer.url == credential.get_absolute_url()


def test_a_slip_in_a_number_is_said_at_once(client, ann, make_credential):
    number = make_credential(ann).number
    wrong = f"CCXP-{(int(number[5:-1]) + 1) % 10**6:06d}{number[-1]}"
    assert "There is a slip in this number" in search(client, wrong).content.decode()
    assert "six digits and a letter" in search(client, "CCXP-12").content.decode()


@pytest.mark.parametrize("words", ["José Núñez", "jose nunez", "NUNEZ", "Nuñes Jose"])
def test_a_name_is_found_as_people_write_it(client, make_person, make_credential, words):
    make_credential(make_person(name="José Núñez"))
    make_credential(make_person(name="Wilhelmina Xu"))
    page = search(client, words).content.decode()
    assert "José Núñez" in page
    assert "Wilhelmina" not in page


def test_nobody_with_such_a_name_is_said_kindly(client, ann, make_credential):
    make_credential(ann)
    assert "Nobody on the register has a name like this." in search(client, "Zebedee").content.decode()


@pytest.mark.parametrize("words", ["", "   ", "a", "an", "%%", "'"])
def test_without_a_name_there_is_no_list(client, ann, make_credential, words):
    make_credential(ann)
    page = search(client, words)
    assert page.status_code == 200
    assert "Ann Okafor" not in page.content.decode()


def test_many_of_one_name_come_twenty_at_a_time_and_each_once(client, make_person, make_credential):
    for number in range(23):
        make_credential(make_person(name=f"Maria Silva {number:02d}"))
    first = search(client, "Maria Silva").context["found"]
    assert len(first.rows) == 20
    second = client.get(reverse("certification:register") + first.more_url).context["found"]
    assert len(second.rows) == 3
    assert not second.more_url
    assert len({credential.pk for credential in [*first.rows, *second.rows]}) == 23


@pytest.mark.parametrize("after", ["x", "1", "1.2", "9999999.1.a", "1.x.a", "1.99999999999999999999.a", "..", "²."])
def test_a_cursor_that_is_none_begins_anew(client, ann, make_credential, after):
    make_credential(ann)
    assert "Ann Okafor" in search(client, "Okafor", after=after).content.decode()


@pytest.mark.parametrize("how_many", [1, 20])
def test_a_search_costs_one_question(client, make_person, make_credential, how_many, django_assert_num_queries):
    for _ in range(how_many):
        make_credential(make_person(name="Maria Silva"))
    search(client, "Maria")
    with django_assert_num_queries(1):
        search(client, "Maria")


def test_who_copies_the_register_is_asked_to_pause(client, ann, make_credential, monkeypatch):
    credential = make_credential(ann)
    monkeypatch.setattr(pace, "MOST", 3)
    answers = [search(client, "Okafor").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert client.get(credential.get_absolute_url()).status_code == 200, "a number one knows is answered all the same"
    assert client.get("/certification/register/CCXP-000000A/").status_code == 429

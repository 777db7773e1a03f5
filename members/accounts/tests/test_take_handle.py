"""The name after an @: made when one joins, one of a kind, and changed in the profile."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from members.accounts.handles import base_of, handles_for

pytestmark = pytest.mark.django_db
Person = get_user_model()
PROFILE = {"name": "Ann Okafor", "headline": "", "city": "", "country": "", "time_zone": "UTC"}


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Ann Okafor", "ann-okafor"),
        ("Zoë  Brontë-O'Neil", "zoe-bronte-oneil"),
        ("snake_case", "snake-case"),
        ("李雷", "李雷"),
        ("☺ ☺", "member"),
        ("N" * 90, "n" * 34),
    ],
)
def test_a_handle_is_made_from_the_name(name, handle):
    assert base_of(name) == handle


def test_people_of_one_name_get_a_number(make_person):
    assert [make_person(name="Ann Okafor").handle for _each in range(3)] == [
        "ann-okafor",
        "ann-okafor-2",
        "ann-okafor-3",
    ]


def test_many_at_once_get_theirs_too(make_person):
    make_person(name="Ann Okafor")
    names = ["Ann Okafor", "Bob", "Ann Okafor", "Ann Okafor 2"]
    assert list(handles_for(names, {"ann-okafor"})) == ["ann-okafor-2", "bob", "ann-okafor-3", "ann-okafor-2-2"]
    made = Person.objects.bulk_create(
        Person.objects.with_handles(Person(email=f"{number}@x.example", name="Ann Okafor") for number in range(3))
    )
    assert [person.handle for person in made] == ["ann-okafor-2", "ann-okafor-3", "ann-okafor-4"]


def test_whoever_signs_up_has_one(client):
    client.post(
        reverse("account_signup"),
        {"name": "Nia New", "email": "nia@cxpa.example", "password1": "tea-and-journey-maps", "password2": ""},
    )
    assert Person.objects.get(email="nia@cxpa.example").handle == "nia-new"


def test_one_changes_it_in_the_profile(ann_client, ann):
    ann_client.post(reverse("accounts:profile"), PROFILE | {"handle": "Ann-O"})
    ann.refresh_from_db()
    assert ann.handle == "ann-o"


@pytest.mark.parametrize("handle", ["eli-brandt", "a", "ann okafor", "-ann", "ann_o", "<b>"])
def test_what_is_taken_or_cannot_be_typed_is_said_beside_the_field(ann_client, ann, eli, handle):
    page = ann_client.post(reverse("accounts:profile"), PROFILE | {"handle": handle})
    assert page.context["form"].errors["handle"]
    ann.refresh_from_db()
    assert ann.handle == "ann-okafor"


def test_left_empty_it_stays(ann_client, ann):
    ann_client.post(reverse("accounts:profile"), PROFILE | {"handle": ""})
    ann.refresh_from_db()
    assert ann.handle == "ann-okafor"

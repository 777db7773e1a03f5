"""The sheet of keys, and having none."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
BOUND = 'data-behaviour="shortcuts"'


def test_everybody_may_read_the_sheet(client, ann_client):
    assert "They work once you are signed in" in client.get(reverse("keyboard")).content.decode()
    assert "They are on" in ann_client.get(reverse("keyboard")).content.decode()


def test_people_have_the_keys_and_strangers_do_not(client, ann_client):
    assert BOUND in ann_client.get(reverse("forums:latest")).content.decode()
    assert BOUND not in client.get(reverse("forums:latest")).content.decode()


def test_they_are_turned_off_and_on_again(ann_client, client_of, ann):
    for _time in range(2):
        answer = ann_client.post(reverse("keyboard"), {"shortcuts": "off"}, follow=True)
        assert "They are off" in answer.content.decode()
    assert BOUND not in ann_client.get(reverse("forums:latest")).content.decode()
    assert BOUND in client_of(ann).get(reverse("forums:latest")).content.decode()  # another keyboard
    assert "They are on" in ann_client.post(reverse("keyboard"), {"shortcuts": "on"}, follow=True).content.decode()
    assert BOUND in ann_client.get(reverse("forums:latest")).content.decode()


def test_the_preferences_lead_there(ann_client):
    assert f'href="{reverse("keyboard")}"' in ann_client.get(reverse("mail:preferences")).content.decode()

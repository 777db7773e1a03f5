"""Blocking: one page that says what it does, one button, and nobody is told."""

import pytest
from django.urls import reverse

from members.audit.models import Entry
from members.connections.models import Block, blocked_by, hidden_from, is_between
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db


def block_url(person):
    return reverse("connections:block", args=[person.pk])


def test_a_page_says_what_blocking_does_and_changes_nothing(ann_client, eli):
    page = ann_client.get(block_url(eli)).content.decode()
    assert "Eli cannot write to you any more" in page
    assert not Block.objects.exists()


def test_blocking_and_lifting(ann_client, ann, eli):
    page = ann_client.post(block_url(eli), follow=True).content.decode()
    assert "Eli Brandt" in page
    assert "They are not told" in page
    assert (is_between(ann, eli), is_between(eli, ann)) == (True, True)
    assert (
        "You hear from Eli Brandt again."
        in ann_client.post(reverse("connections:lift", args=[eli.pk]), follow=True).content.decode()
    )
    assert not is_between(ann, eli)


def test_whoever_is_blocked_is_not_told(ann_client, eli):
    ann_client.post(block_url(eli))
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()


def test_doing_it_twice_keeps_the_first_moment(ann, eli):
    first = Block.put(by=ann, on=eli)
    assert Block.put(by=ann, on=eli).at == first.at
    Block.lift(by=ann, on=eli)
    Block.lift(by=ann, on=eli)
    assert list(Entry.objects.values_list("action", flat=True).order_by("id")) == [
        "connections.blocked",
        "connections.unblocked",
    ]


def test_nobody_blocks_themselves(ann, ann_client):
    assert ann_client.post(block_url(ann)).status_code == 404
    assert Block.put(by=ann, on=ann) is None
    assert not Block.objects.exists()


def test_it_leads_back_to_where_one_was_and_nowhere_else(ann_client, eli):
    assert ann_client.post(block_url(eli), {"next": "/discussions/"}).url == "/discussions/"
    assert ann_client.post(block_url(eli), {"next": "https://elsewhere.example/"}).url == reverse("connections:blocked")


def test_a_stranger_is_led_to_sign_in(client, eli):
    assert reverse("account_login") in client.post(block_url(eli)).url


def test_a_block_is_one_persons_own(cleo_client, ann, eli):
    Block.put(by=ann, on=eli)
    cleo_client.post(reverse("connections:lift", args=[eli.pk]))
    assert Block.objects.count() == 1
    assert cleo_client.get(reverse("connections:blocked")).context["blocks"] == []


def test_moderators_and_staff_are_shown_all_the_same(ann, eli, maya, carol):
    for person in [eli, maya, carol]:
        Block.put(by=ann, on=person)
    assert blocked_by(ann) == {eli.pk, maya.pk, carol.pk}
    assert hidden_from(ann) == {eli.pk}


def test_what_is_known_of_a_person_is_asked_once(ann, eli, django_assert_num_queries):
    Block.put(by=ann, on=eli)
    with django_assert_num_queries(1):
        assert (blocked_by(ann), hidden_from(ann), blocked_by(ann)) == ({eli.pk}, {eli.pk}, {eli.pk})
    Block.lift(by=ann, on=eli)
    assert blocked_by(ann) == set()


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_costs_the_same_at_any_length(ann, ann_client, make_person, how_many, django_assert_num_queries):
    for _ in range(how_many):
        Block.put(by=ann, on=make_person())
    with django_assert_num_queries(3):  # session, person, blocks
        ann_client.get(reverse("connections:blocked"))


def test_a_long_list_goes_on(ann, ann_client, make_person, monkeypatch):
    monkeypatch.setattr("members.connections.views.ROWS", 2)
    for number in range(3):
        Block.put(by=ann, on=make_person(name=f"Person {number}"))
    first = ann_client.get(reverse("connections:blocked"))
    assert "Person 0" not in first.content.decode()
    assert "Person 0" in ann_client.get(reverse("connections:blocked") + first.context["older_url"]).content.decode()

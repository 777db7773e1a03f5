"""One search over all floors, and only what the reader may see."""

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


def groups(client, words):
    page = client.get(reverse("search"), {"q": words})
    assert page.status_code == 200
    return {group.name: [found.title for found in group.found] for group in page.context["groups"]}


def test_an_event_an_article_and_a_credential_are_found_by_their_words(
    client, make_event, make_article, make_credential, ann
):
    make_event(title="Harvest of journey maps")
    make_article(title="What a harvest taught us", body="Long words about it.")
    make_credential(ann)
    assert groups(client, "harvest") == {
        "events": ["Harvest of journey maps"],
        "articles": ["What a harvest taught us"],
    }
    assert groups(client, ann.name)["register"] == [ann.name]


def test_what_is_for_members_is_not_found_by_others(client, cleo_client, ann_client, make_event):
    make_event(title="Harvest of journey maps", audience="members")
    assert groups(client, "harvest") == groups(cleo_client, "harvest") == {}
    assert groups(ann_client, "harvest") == {"events": ["Harvest of journey maps"]}


def test_an_event_nobody_published_is_not_found(ann_client, make_event):
    make_event(title="Harvest of journey maps", published_at=None, proposed_at=timezone.now())
    assert groups(ann_client, "harvest") == {}


def test_the_search_costs_the_same_at_any_number_of_events(client, make_event, django_assert_max_num_queries):
    for number in range(12):
        make_event(title=f"Harvest number {number}")
    with django_assert_max_num_queries(8):
        assert len(groups(client, "harvest")["events"]) == 3

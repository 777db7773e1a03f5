"""What the rooms above put on a topic's page stands where they said, and nowhere else."""

import pytest

from forums.reading import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    """An empty registry for one test; the rooms' own parts are not in it."""
    monkeypatch.setattr(parts, "_parts", parts.Parts())
    return parts


@pytest.fixture
def talk(make_topic):
    return make_topic(replies=1)


def test_a_part_stands_at_each_place_it_was_registered_for(registry, client, talk):
    for place in ("head", "answers", "foot"):
        registry.register(place, "components/empty.html", lambda page: {})
    page = client.get(talk.get_absolute_url())
    assert [each.template for each in page.context["page"].head_parts] == ["components/empty.html"]
    assert page.content.count(b"empty-sentence") == 3


def test_a_part_that_says_nothing_is_not_shown(registry, client, talk):
    registry.register("head", "components/empty.html", lambda page: None)
    assert b"empty-sentence" not in client.get(talk.get_absolute_url()).content


def test_a_part_of_posts_stands_only_by_the_posts_it_speaks_of(registry, client, talk):
    second = talk.posts.get(number=2)
    registry.register_for_posts("components/empty.html", lambda page, posts: {second.pk: {}})
    posts = client.get(talk.get_absolute_url()).context["page"].posts
    assert [len(post.parts) for post in posts] == [0, 1]


def test_registered_twice_it_stands_once(registry, client, talk):
    for _time in range(2):
        registry.register("foot", "components/empty.html", lambda page: {})
    assert client.get(talk.get_absolute_url()).content.count(b"empty-sentence") == 1

"""What search engines are told there is: all that strangers may read, and nothing else."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from cxpa_portal import sitemaps
from forums.discussions.models import Tag, Topic

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(client, address):
    """[(address inside the portal, lastmod or None)] of a file."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml"
    found = []
    for each in ElementTree.fromstring(response.content):
        found.append((each.findtext(f"{SPACE}loc"), each.findtext(f"{SPACE}lastmod")))
    return found


def everything(client, settings):
    """Every address that stands in any of the files."""
    home = settings.PORTAL_URL
    files = [at.removeprefix(home) for at, _changed in listed(client, reverse("sitemap"))]
    return [at.removeprefix(home) for file in files for at, _changed in listed(client, file)]


def test_robots_are_shown_the_way(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.PORTAL_URL}/sitemap.xml" in text
    assert "Disallow: /discussions/feeds/own/" in text


def test_everything_listed_opens_for_a_stranger(
    client, settings, make_topic, make_article, make_event, make_answer, make_playbook
):
    topic = make_topic(tags=["mapping"])
    Tag.objects.count_topics()
    public = [topic, topic.board, Tag.objects.get(), make_article(kind="article"), make_article(kind="policy")]
    public += [make_event(), make_playbook(topic=make_answer(accepted=True).topic)]
    found = everything(client, settings)
    assert {each.get_absolute_url() for each in public} <= set(found)
    assert len(found) == len(set(found))
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)


def test_nothing_that_is_not_public_is_listed(
    client, carol_client, settings, ann, maya, make_topic, make_board, make_article, make_event
):
    members = make_board(slug="among-us", audience="members")
    told = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    about = {
        "by": ann,
        "title": "Nobody answered",
        "kind": "failure",
        "story": told,
        "board": make_board(audience="members"),
    }
    failure = Topic.start(**about)
    type(members).objects.filter(pk=failure.board_id).update(audience="everyone")  # what the forms refuse
    inside = make_topic(board=members, tags=["secret plans"])
    hidden = make_topic(title="Hidden from all")
    hidden.hide(by=maya)
    Tag.objects.count_topics()
    closed = [members, failure, inside, hidden, Tag.objects.get()]
    closed += [make_article(audience="members"), make_article(slug="draft", published=False)]
    closed += [make_event(audience="members"), make_event(published_at=None)]
    for reader in [client, carol_client]:
        assert not {each.get_absolute_url() for each in closed} & set(everything(reader, settings))


def test_topics_come_by_ranges_of_their_ids_and_say_when_they_changed(client, settings, make_topic, monkeypatch):
    first = make_topic()
    monkeypatch.setattr(sitemaps, "RANGE", 3)
    topics = [first, *(make_topic() for _number in range(4))]
    number = sitemaps._range_of(first.pk)
    files = [at for at, _changed in listed(client, reverse("sitemap"))]
    assert settings.PORTAL_URL + reverse("sitemap_topics", args=[number]) in files
    found = []
    for each in range(number, sitemaps._range_of(topics[-1].pk) + 1):
        rows = listed(client, reverse("sitemap_topics", args=[each]))
        assert len(rows) <= 3
        found += rows
    assert [at for at, _changed in found] == [settings.PORTAL_URL + topic.get_absolute_url() for topic in topics]
    assert found[0][1] == first.last_posted_at.isoformat(timespec="seconds")
    beyond = sitemaps._range_of(topics[-1].pk) + 1
    assert client.get(reverse("sitemap_topics", args=[beyond])).status_code == 404
    assert client.get(reverse("sitemap_topics", args=[0])).status_code == 404
    assert client.get(reverse("sitemap_section", args=["people"])).status_code == 404


def test_an_empty_portal_has_files_too(client, settings):
    assert reverse("home") in everything(client, settings)


def test_a_file_counts_and_skips_nothing(client, make_topic, django_assert_num_queries, django_assert_max_num_queries):
    topic = make_topic()
    with django_assert_num_queries(1):
        client.get(reverse("sitemap"))
    with django_assert_max_num_queries(2) as asked:
        client.get(reverse("sitemap_topics", args=[sitemaps._range_of(topic.pk)]))
    assert not any("COUNT(" in query["sql"].upper() or "OFFSET" in query["sql"].upper() for query in asked)

"""Feeds of what everyone may read: whole, lasting, and never a word more."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from forums.discussions.models import Tag, Topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def titles(response):
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def addresses(topic):
    """Every public feed a topic could stand in."""
    return [
        reverse("forums:feed"),
        reverse("forums:feed_of_board", args=[topic.board.slug]),
        reverse("forums:feed_of_tag", args=["mapping"]),
    ]


def test_a_topic_stands_in_the_feeds_of_all_its_board_and_its_tag(client, make_topic):
    topic = make_topic(tags=["mapping"])
    for address in addresses(topic):
        (entry,) = entries(client.get(address))
        assert entry.findtext(f"{ATOM}title") == topic.title
        assert entry.findtext(f"{ATOM}summary") == "Ours has six."
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ann Okafor"
        assert entry.find(f"{ATOM}link").get("href").endswith(topic.get_absolute_url())


def test_the_last_posts_of_a_topic_come_whole_and_with_whole_addresses(client, eli, topic):
    topic.reply(by=eli, body="Look **here**: [the map](/discussions/boards/).")
    reply, opening = entries(client.get(reverse("forums:feed_of_topic", args=[topic.pk])))
    assert opening.findtext(f"{ATOM}title") == topic.title
    assert reply.findtext(f"{ATOM}title") == f"Eli Brandt in “{topic.title}”"
    text = reply.findtext(f"{ATOM}content")
    assert "<strong>here</strong>" in text
    assert 'href="http://' in text
    assert 'href="/' not in text


def test_an_entry_keeps_its_id_when_the_title_changes(client, ann, topic):
    before = entries(client.get(reverse("forums:feed")))[0]
    topic.rename(by=ann, title="A wholly other title of it")
    after = entries(client.get(reverse("forums:feed")))[0]
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    assert before.find(f"{ATOM}link").get("href") != after.find(f"{ATOM}link").get("href")
    assert client.get(after.findtext(f"{ATOM}id")).status_code == 302


@pytest.mark.parametrize("who", ["client", "ann_client", "maya_client", "carol_client"])
def test_nothing_of_other_boards_stands_in_a_public_feed_whoever_asks(who, request, make_topic, make_board, maya, ann):
    reader = request.getfixturevalue(who)
    members = make_board(name="Among us", slug="among-us", audience="members")
    inside = make_topic(board=members, title="For members to read", tags=["mapping"])
    told = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    failure = Topic.start(board=members, by=ann, title="Nobody answered", kind="failure", story=told, tags=["mapping"])
    hidden = make_topic(title="Hidden from all", tags=["mapping"])
    hidden.hide(by=maya)
    for address in [reverse("forums:feed"), reverse("forums:feed_of_tag", args=["mapping"])]:
        assert titles(reader.get(address)) == []
    assert reader.get(reverse("forums:feed_of_board", args=["among-us"])).status_code == 404
    for topic in [inside, failure, hidden]:
        assert reader.get(reverse("forums:feed_of_topic", args=[topic.pk])).status_code == 404


def test_a_story_of_failure_stays_inside_even_on_a_board_that_was_opened(client, ann, make_board):
    board = make_board(audience="members")
    told = {"tried": "A survey.", "happened": "Silence.", "would_do_now": "Ask first."}
    topic = Topic.start(board=board, by=ann, title="Nobody answered", kind="failure", story=told, tags=["mapping"])
    type(board).objects.filter(pk=board.pk).update(audience="everyone")  # what the forms refuse
    assert [titles(client.get(address)) for address in addresses(topic)] == [[], [], []]
    assert client.get(reverse("forums:feed_of_topic", args=[topic.pk])).status_code == 404


def test_a_hidden_post_is_gone_from_the_feed_of_its_topic(client, eli, maya, topic):
    address = reverse("forums:feed_of_topic", args=[topic.pk])
    post = topic.reply(by=eli, body="Unkind words.")
    kept = client.get(address)["ETag"]
    post.hide(by=maya)
    answer = client.get(address, headers={"If-None-Match": kept})
    assert answer.status_code == 200  # nothing in it is newer, and yet it is another
    assert b"Unkind" not in answer.content


def test_who_has_it_already_is_told_so(client, eli, topic):
    for address in [reverse("forums:feed"), reverse("forums:feed_of_topic", args=[topic.pk])]:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    topic.reply(by=eli, body="Something new.")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_empty_feed_is_a_feed_and_stays_the_same(client, board, clock):
    first = client.get(reverse("forums:feed_of_board", args=[board.slug]))
    assert entries(first) == []
    clock(timedelta(hours=1))
    again = client.get(reverse("forums:feed_of_board", args=[board.slug]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_synonym_leads_to_the_feed_of_its_word(client, ann, make_topic):
    make_topic(tags=["mapping"])
    make_topic(tags=["maps"])
    Tag.objects.get(slug="maps").lead_to(Tag.objects.get(slug="mapping"), by=ann)
    answer = client.get(reverse("forums:feed_of_tag", args=["maps"]))
    assert (answer.status_code, answer.url) == (301, reverse("forums:feed_of_tag", args=["mapping"]))


def test_what_xml_cannot_carry_breaks_no_feed(client, make_topic):
    topic = make_topic(title="A bell \x07 in it", body="And a page \x0c break < & >.")
    (entry,) = entries(client.get(reverse("forums:feed")))
    assert entry.findtext(f"{ATOM}title") == "A bell  in it"
    assert "break &lt; &amp; &gt;." in entry.findtext(f"{ATOM}summary")  # the words, in HTML
    assert len(entries(client.get(reverse("forums:feed_of_topic", args=[topic.pk])))) == 1


def test_who_speaks_without_a_name_has_none_in_a_feed(client, nameless_topic, ann):
    topic = nameless_topic()
    for address in [reverse("forums:feed"), reverse("forums:feed_of_topic", args=[topic.pk])]:
        answer = client.get(address).content.decode()
        assert topic.speaks_as in answer
        assert ann.name not in answer


def test_pages_name_their_feed(client, make_topic, make_board):
    topic = make_topic(tags=["mapping"])
    for page, feed in [
        (reverse("forums:latest"), reverse("forums:feed")),
        (topic.board.get_absolute_url(), reverse("forums:feed_of_board", args=[topic.board.slug])),
        (reverse("forums:tag", args=["mapping"]), reverse("forums:feed_of_tag", args=["mapping"])),
        (topic.get_absolute_url(), reverse("forums:feed_of_topic", args=[topic.pk])),
    ]:
        assert f'href="{feed}"' in client.get(page).content.decode(), page


def test_pages_of_closed_boards_name_none(ann_client, make_topic, make_board):
    topic = make_topic(board=make_board(audience="members"))
    for page in [topic.board.get_absolute_url(), topic.get_absolute_url()]:
        assert "application/atom+xml" not in ann_client.get(page).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_a_feed_costs_the_same_at_any_length(client, make_topic, eli, count, django_assert_max_num_queries):
    for number in range(count):
        topic = make_topic(title=f"How do you map journey {number}?", tags=["mapping"])
    for number in range(count):
        topic.reply(by=eli, body=f"Number {number}.")
    for address in [*addresses(topic), reverse("forums:feed_of_topic", args=[topic.pk])]:
        with django_assert_max_num_queries(2):
            assert len(entries(client.get(address))) >= count

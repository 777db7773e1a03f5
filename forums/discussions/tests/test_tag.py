"""Tags: the words somebody would look for, one for each idea."""

import pytest
from django.urls import reverse

from forums.discussions.models import Tag, Tagging
from forums.discussions.models.tags import NotATag, names_in

BEGUN = {"kind": "question", "title": "Who owns the journey?", "body": "Ours has six."}


def test_words_are_written_one_way():
    assert names_in("VoC, #journey  maps, voc,  , C&A") == ["voc", "journey maps", "c&a"]
    for wrong in ("a,b,c,d,e,f", "x" * 41):
        with pytest.raises(NotATag):
            names_in(wrong)


def test_a_topic_is_begun_with_tags_and_found_by_them(ann_client, eli_client, board):
    ann_client.post(reverse("forums:ask"), BEGUN | {"board": board.slug, "tags": "Journey maps, Ownership"})
    page = eli_client.get(reverse("forums:tag", args=["journey-maps"])).content.decode()
    assert "Who owns the journey?" in page
    assert "Who owns the journey?" not in eli_client.get(reverse("forums:latest") + "tags/").content.decode()


def test_too_many_are_answered_beside_the_field(ann_client, board):
    page = ann_client.post(reverse("forums:ask"), BEGUN | {"board": board.slug, "tags": "a,b,c,d,e,f"})
    assert "At most 5 tags" in page.content.decode()
    assert "a,b,c,d,e,f" in page.content.decode()


def test_a_synonym_gives_the_word_it_leads_to(ann, carol, topic, client):
    Tagging.put(topic, ["voc", "surveys"])
    voc, word = (
        Tag.objects.get(slug="voc"),
        Tag.objects.create(name="voice of the customer", slug="voice-of-the-customer"),
    )
    voc.lead_to(word, by=carol)
    topic.refresh_from_db()
    assert topic.tag_names == ["voice of the customer", "surveys"]
    Tagging.put(topic, ["VoC".lower()])
    assert topic.tag_names == ["voice of the customer"]
    answer = client.get(reverse("forums:tag", args=["voc"]))
    assert answer["Location"] == word.get_absolute_url()
    with pytest.raises(NotATag):
        word.lead_to(voc, by=carol)


def test_what_only_members_read_is_neither_counted_nor_shown(client, eli_client, make_board, make_topic, topic):
    inner = make_topic(board=make_board(audience="members"), title="A quiet matter")
    Tagging.put(topic, ["metrics"])
    Tagging.put(inner, ["metrics", "inner matters"])
    Tag.objects.count_topics()
    page = client.get(reverse("forums:tags")).content.decode()
    assert "metrics" in page
    assert "1 topic" in page
    assert "inner matters" not in page
    assert "A quiet matter" not in client.get(reverse("forums:tag", args=["metrics"])).content.decode()
    assert "A quiet matter" in eli_client.get(reverse("forums:tag", args=["metrics"])).content.decode()


def test_known_tags_are_offered_while_one_is_typed(client, eli_client, topic):
    Tagging.put(topic, ["journey maps"])
    find = reverse("forums:find_tags")
    assert client.get(find).status_code == 302
    assert eli_client.get(find, {"q": "Jour"}).json() == {"tags": ["journey maps"]}
    assert eli_client.get(find).json() == {"tags": []}

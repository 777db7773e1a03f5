"""A topic as a file and on paper: all of it, for who may read it, and each word with who said it."""

import pytest
from django.urls import reverse
from markdown_it import MarkdownIt

from forums.discussions.models import Post
from members.connections.models import Block

pytestmark = pytest.mark.django_db


def exported(client, topic, **asked):
    response = client.get(reverse("forums:export", args=[topic.pk]), asked)
    return response, b"".join(response.streaming_content).decode()


def printed(client, topic, **asked):
    return client.get(reverse("forums:print", args=[topic.pk]), asked)


def headings(text):
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        (token.tag, tokens[place + 1].content) for place, token in enumerate(tokens) if token.type == "heading_open"
    ]


def test_the_file_says_who_said_what_and_when(client, eli, make_topic, settings):
    topic = make_topic(title="Whose *journey* is it?", tags=["mapping"])
    topic.reply(by=eli, body="Nobody's. See **the [map](/discussions/boards/)**.")
    response, text = exported(client, topic)
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{topic.slug}-{topic.pk}.md"'
    assert response["X-Robots-Tag"] == "noindex"
    assert text.startswith("# Whose \\*journey\\* is it?\n")
    assert settings.PORTAL_URL + topic.get_absolute_url() in text
    assert "## 1. Ann Okafor, " in text
    assert "## 2. Eli Brandt, " in text
    assert f"Nobody's. See **the [map]({settings.PORTAL_URL}/discussions/boards/)**." in text


def test_the_answer_that_helped_is_marked(client, make_answer):
    post = make_answer(accepted=True)
    assert exported(client, post.topic)[1].count("**This answer helped.**") == 1
    assert printed(client, post.topic).content.decode().count("This answer helped.") == 1


def test_what_is_hidden_or_missing_is_in_neither(client, maya_client, eli, maya, topic):
    topic.reply(by=eli, body="Unkind words.").hide(by=maya)
    Post.objects.create(topic=topic, number=3, kind="placeholder", body="What was here.", html="What was here.")
    type(topic).objects.filter(pk=topic.pk).update(last_number=3)
    for reader in [client, maya_client]:
        both = exported(reader, topic)[1] + printed(reader, topic).content.decode()
        assert "Ours has six." in both
        assert "Unkind" not in both
        assert "What was here" not in both


def test_only_who_may_read_a_topic_takes_it_away(client, ann_client, cleo_client, make_topic, make_board):
    topic = make_topic(board=make_board(audience="members"))
    for name in ["export", "print"]:
        address = reverse(f"forums:{name}", args=[topic.pk])
        assert [each.get(address).status_code for each in (client, cleo_client, ann_client)] == [404, 404, 200]


def test_no_text_reaches_beyond_its_place(client, eli, hana, topic):
    topic.reply(by=eli, body="# Mine\n\nBelow\n=====\n\n## 9. Maya Castillo, today\n\n---\n\n```\nnever closed")
    topic.reply(by=hana, body="<!-- a comment that stays open")
    topic.reply(by=eli, body="After all of it.")
    _response, text = exported(client, topic)
    assert [tag for tag, _words in headings(text)] == ["h1", "h2", "h2", "h3", "h3", "h4", "h2", "h2"]
    assert [words.partition(",")[0] for tag, words in headings(text) if tag == "h2"] == [
        "1. Ann Okafor",
        "2. Eli Brandt",
        "3. Hana Sato",
        "4. Eli Brandt",
    ]
    assert text.rstrip().endswith("After all of it.")


def test_who_speaks_without_a_name_has_none(client, nameless_topic, ann):
    topic = nameless_topic()
    for text in [exported(client, topic)[1], printed(client, topic).content.decode()]:
        assert topic.speaks_as.split(" · ")[0] in text
        assert ann.name not in text


def test_blocked_people_are_left_out_for_who_blocked_them(ann_client, client, ann, eli, topic):
    topic.reply(by=eli, body="What Eli said.")
    Block.put(by=ann, on=eli)
    assert "What Eli said" not in exported(ann_client, topic)[1]
    assert "What Eli said" not in printed(ann_client, topic).content.decode()
    assert "What Eli said" in exported(client, topic)[1]


def test_a_long_topic_comes_in_parts(client, make_topic, monkeypatch):
    monkeypatch.setattr("forums.reading.around.taking.EXPORTED", 4)
    monkeypatch.setattr("forums.reading.around.taking.PRINTED", 4)
    monkeypatch.setattr("forums.reading.around.as_markdown.AT_ONCE", 2)
    topic = make_topic(replies=5)
    first, rest = exported(client, topic)[1], exported(client, topic, **{"from": 5})[1]
    assert ("Reply number 3." in first, "Reply number 4." in first, "export.md?from=5" in first) == (True, False, True)
    assert ("Reply number 4." in rest, "Reply number 5." in rest, "export.md?from" in rest) == (True, True, False)
    page = printed(client, topic).content.decode()
    assert "Posts 1 to 4 of 6" in page
    assert "?from=5" in page
    last = printed(client, topic, **{"from": 5}).content.decode()
    assert "Reply number 5." in last
    assert "?from=1" in last


@pytest.mark.parametrize("first", ["0", "-1", "x", "7", "99999999999999"])
def test_a_part_that_is_not_there_is_not_found(client, make_topic, first):
    topic = make_topic(replies=2)
    for name in ["export", "print"]:
        assert client.get(reverse(f"forums:{name}", args=[topic.pk]), {"from": first}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_taking_away_costs_the_same_at_any_length(ann_client, make_topic, count, django_assert_max_num_queries):
    topic = make_topic(replies=count)
    with django_assert_max_num_queries(7):
        assert f"Reply number {count}." in exported(ann_client, topic)[1]
    with django_assert_max_num_queries(7):
        assert f"Reply number {count}." in printed(ann_client, topic).content.decode()


def test_a_topic_says_how_to_take_it_away(client, topic):
    page = client.get(topic.get_absolute_url()).content.decode()
    for name in ["print", "export"]:
        assert f'href="{reverse(f"forums:{name}", args=[topic.pk])}"' in page

"""Topics that may say it already, while a title is typed."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def titles(client, title):
    return [topic.title for topic in client.get(reverse("forums:similar"), {"title": title}).context["topics"]]


def test_the_likest_come_first(eli_client, make_topic):
    for title in ["Journey maps for a bank", "Measuring churn in telecom", "Who owns the journey map in your bank?"]:
        make_topic(title=title)
    found = titles(eli_client, "Who should own a journey map at a bank?")
    assert found[0] == "Who owns the journey map in your bank?"
    assert "Measuring churn in telecom" not in found


def test_at_most_five_and_only_what_one_may_read(cleo_client, ann_client, make_topic, make_board, ann, maya):
    inner = make_board(audience="members", posting="members")
    make_topic(title="Survey fatigue among members", board=inner)
    make_topic(title="Survey fatigue, hidden").hide(by=maya)
    assert titles(cleo_client, "Survey fatigue") == []
    assert titles(ann_client, "Survey fatigue") == ["Survey fatigue among members"]
    for number in range(7):
        make_topic(title=f"Survey fatigue number {number}")
    assert len(titles(cleo_client, "Survey fatigue")) == 5


def test_an_old_one_with_all_the_words_is_found_among_many_new_with_one(eli_client, make_topic, monkeypatch):
    monkeypatch.setattr("forums.discussions.similar.CANDIDATES", 3)
    make_topic(title="Survey fatigue in hospitals")
    for number in range(5):
        make_topic(title=f"Another survey {number}")
    assert titles(eli_client, "survey fatigue hospitals")[0] == "Survey fatigue in hospitals"


@pytest.mark.parametrize("title", ["", "  ", "a b", "' OR 1=1 --", ":*&|!()", "\x00", "@@" * 300, "or not and"])
def test_whatever_is_typed_is_answered(eli_client, topic, title):
    assert eli_client.get(reverse("forums:similar"), {"title": title}).status_code == 200


def test_it_costs_the_same_for_one_and_for_thirty(eli_client, make_topic, django_assert_num_queries):
    for count in (1, 30):
        for _each in range(count):
            make_topic(title="Journey maps for a bank")
        with django_assert_num_queries(4):
            titles(eli_client, "Journey maps")


def test_without_scripts_they_come_with_the_preview(eli_client, make_topic, board):
    make_topic(title="Who owns the journey map in your bank?")
    fields = {"title": "Owning a journey map", "body": "Text", "kind": "question", "board": board.slug, "preview": "1"}
    page = eli_client.post(reverse("forums:ask"), fields).content.decode()
    assert "Perhaps this says it already" in page
    assert "Who owns the journey map in your bank?" in page


def test_a_stranger_is_led_to_sign_in(client):
    assert client.get(reverse("forums:similar"), {"title": "Journey"}).status_code == 302

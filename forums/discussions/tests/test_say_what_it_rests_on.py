"""Labels on advice: said by its author, kept beside the text, and answered by who has seen the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.discussions.models import Corroboration, Evidence, Post

pytestmark = pytest.mark.django_db


def answer(client, topic, **said):
    return client.post(reverse("forums:reply", args=[topic.pk]), {"body": "Ask three people first."} | said)


def seen(client, post, **said):
    return client.post(reverse("forums:seen", args=[post.topic_id, post.number]), said)


@pytest.fixture
def advice(topic, eli):
    """An answer of Eli's that was measured."""
    rests = {"grade": "measured", "how": "40,000 calls, before and after"}
    return topic.reply(by=eli, body="Call them back.", evidence=rests)


def test_an_answer_says_what_it_rests_on(topic, eli_client, client):
    answer(eli_client, topic, evidence="measured", evidence_how="40,000 calls, before and after")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "Measured" in page
    assert "40,000 calls, before and after" in page
    assert "Seen it work here" not in page, "a stranger reads the numbers and says nothing"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"evidence": "measured"}, "Say in a sentence how it was measured"),
        ({"evidence": "published"}, "Give the address where it can be read"),
        ({"evidence": "published", "evidence_link": "javascript:alert(1)"}, "Give the address where it can be read"),
        ({"evidence": "sworn"}, "Select a valid choice"),
    ],
)
def test_a_label_that_says_much_owes_more_and_nothing_is_lost(topic, eli_client, said, sentence):
    page = answer(eli_client, topic, **said).content.decode()
    assert sentence in page
    assert "Ask three people first." in page
    assert topic.posts.count() == 1


def test_research_comes_with_its_address(topic, eli_client):
    answer(eli_client, topic, evidence="published", evidence_link="https://doi.org/10.1/x", evidence_how="left over")
    post = topic.posts.get(number=2)
    assert Evidence.of(post) == {"grade": "published", "how": "", "link": "https://doi.org/10.1/x"}
    assert 'rel="nofollow ugc noopener"' in eli_client.get(topic.get_absolute_url()).content.decode()


def test_its_author_changes_the_label_and_nobody_else(advice, eli_client, maya_client):
    address = reverse("forums:edit", args=[advice.topic_id, advice.number])
    maya_client.post(address, {"body": "Call them back.", "version": 1, "evidence": "published"})
    advice.refresh_from_db()
    assert advice.evidence == "measured"
    eli_client.post(address, {"body": "Call them back.", "version": 1, "evidence": "opinion"})
    advice.refresh_from_db()
    assert advice.evidence == "opinion"
    assert not Evidence.objects.exists()


def test_a_story_says_it_too(board, ann_client):
    story = {"part_tried": "A map.", "part_happened": "Fewer calls.", "part_would_do_now": "The same."}
    about = {"kind": "practice", "board": board.slug, "title": "Fewer calls by a map", "evidence": "several"}
    ann_client.post(reverse("forums:ask"), about | story)
    assert Post.objects.get().evidence == "several"


def test_a_question_rests_on_nothing(board, ann_client):
    about = {"kind": "question", "board": board.slug, "title": "Fewer calls by a map?", "body": "Is it so?"}
    ann_client.post(reverse("forums:ask"), about | {"evidence": "several"})
    assert Post.objects.get().evidence == ""


def test_readers_say_whether_they_have_seen_it(advice, ann_client, maya_client, client):
    seen(ann_client, advice, here=1)
    seen(maya_client, advice, **{"not": 1})
    advice.refresh_from_db()
    assert advice.seen == {"here": 1, "not": 1}
    page = client.get(advice.topic.get_absolute_url()).content.decode()
    assert "1 has seen it work" in page
    assert "1 has not, where they work" in page


def test_said_twice_it_counts_once_and_a_change_of_mind_replaces_it(advice, ann_client):
    for said in [{"here": 1}, {"here": 1}, {"not": 1}]:
        seen(ann_client, advice, **said)
    advice.refresh_from_db()
    assert advice.seen == {"not": 1}
    seen(ann_client, advice, undo=1)
    advice.refresh_from_db()
    assert advice.seen == {}
    assert not Corroboration.objects.exists()


def test_not_by_its_author_not_by_strangers_not_without_a_label(advice, topic, eli_client, ann_client, client):
    assert seen(eli_client, advice, here=1).status_code == 403
    assert seen(client, advice, here=1).status_code == 302
    assert seen(ann_client, topic.reply(by=advice.author, body="Hm."), here=1).status_code == 403
    assert ann_client.get(reverse("forums:seen", args=[topic.pk, 2])).status_code == 405
    assert not Corroboration.objects.exists()


def test_nor_by_who_wrote_it_without_a_name(nameless_topic, ann_client, ann):
    post = nameless_topic().reply(by=ann, body="I did.", safely=True, evidence={"grade": "once"})
    assert seen(ann_client, post, here=1).status_code == 403


def test_who_may_not_read_it_finds_nothing(make_board, make_topic, eli, cleo_client):
    topic = make_topic(board=make_board(slug="inside", audience="members", posting="members"))
    post = topic.reply(by=eli, body="Inside.", evidence={"grade": "once"})
    assert seen(cleo_client, post, here=1).status_code == 404


def test_labels_cost_no_query(topic, eli, ann_client):
    def cost():
        ann_client.get(topic.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            ann_client.get(topic.get_absolute_url())
        return len(queries)

    topic.reply(by=eli, body="Plain.")
    plain = cost()
    for _number in range(15):
        topic.reply(by=eli, body="Done.", evidence={"grade": "measured", "how": "Twice."})
    assert cost() == plain


def test_search_asks_for_it(advice, topic, eli, client):
    topic.reply(by=eli, body="Call them back, I think.", evidence={"grade": "opinion"})
    page = client.get(reverse("search"), {"q": "call evidence:measured"}).content.decode()
    assert advice.get_absolute_url() in page
    assert reverse("forums:post", args=[topic.pk, 3]) not in page
    wrong = client.get(reverse("search"), {"q": "call evidence:mesured"}).content.decode()
    assert "Evidence is one of" in wrong

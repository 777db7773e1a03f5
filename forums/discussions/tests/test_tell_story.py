"""Stories of practice and failure: told part by part, among those who may hear them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from forums.discussions.models import NotAllowed, Topic

FAILURE = {
    "part_context": "A bank of 900 people.",
    "part_tried": "We paid bonuses for the score.",
    "part_expected": "Better service.",
    "part_happened": "Staff **begged** for tens.",
    "part_signs_missed": "The comments and the score said different things.",
    "part_would_do_now": "Never pay for a number.",
}


@pytest.fixture
def members_board(make_board):
    return make_board(name="Failure stories", slug="failures", audience="members", posting="members")


@pytest.fixture
def failure(members_board, ann):
    parts = {name.removeprefix("part_"): text for name, text in FAILURE.items()}
    title = "We paid for the score"
    return Topic.start(board=members_board, by=ann, kind="failure", title=title, story=parts)


def form_of(board, **changes):
    return {"kind": "failure", "board": board.slug, "title": "We paid for the score", **FAILURE} | changes


def test_a_story_is_told_part_by_part_and_read_as_one_text(ann_client, members_board):
    answer = ann_client.post(reverse("forums:ask"), form_of(members_board))
    topic = Topic.objects.get()
    assert answer["Location"] == topic.get_absolute_url()
    assert topic.story.would_do_now == "Never pay for a number."
    page = ann_client.get(topic.get_absolute_url()).content.decode()
    assert "What we tried</h3>" in page
    assert "<strong>begged</strong>" in page
    assert 'name="robots" content="noindex"' in page


def test_a_part_left_out_is_asked_for_beside_it_and_nothing_typed_is_lost(ann_client, members_board):
    answer = ann_client.post(reverse("forums:ask"), form_of(members_board, part_happened=" "))
    page = answer.content.decode()
    assert "A story needs this part" in page
    assert "We paid bonuses for the score." in page
    assert not Topic.objects.exists()


def test_a_failure_is_not_told_where_strangers_read(ann, ann_client, board, members_board):
    answer = ann_client.post(reverse("forums:ask"), form_of(board))
    assert "Stories of failure are told among members" in answer.content.decode()
    with pytest.raises(NotAllowed):
        Topic.start(board=board, by=ann, kind="failure", title="We paid for the score", story={"tried": "x"})


def test_a_board_with_failures_cannot_be_opened_to_others(failure, members_board):
    members_board.audience = "accounts"
    with pytest.raises(ValidationError, match="cannot be opened"):
        members_board.clean()


def test_a_story_is_told_again_by_its_parts(ann_client, eli_client, failure):
    address = reverse("forums:story", args=[failure.pk])
    assert eli_client.get(address).status_code == 403
    assert ann_client.get(reverse("forums:edit", args=[failure.pk, 1])).status_code in (200, 302)
    page = ann_client.get(address)
    assert "Never pay for a number." in page.content.decode()
    sent = FAILURE | {"part_would_do_now": "Ask one open question.", "version": 1}
    assert ann_client.post(address, sent).status_code == 302
    failure.refresh_from_db()
    assert failure.story.would_do_now == "Ask one open question."
    assert "Ask one open question." in failure.posts.get().html


def test_two_who_tell_a_story_again_at_once_both_keep_their_words(ann_client, failure):
    address = reverse("forums:story", args=[failure.pk])
    ann_client.post(address, FAILURE | {"part_happened": "They begged.", "version": 1})
    page = ann_client.post(address, FAILURE | {"part_happened": "They pleaded.", "version": 1}).content.decode()
    assert "Somebody else changed this story" in page
    assert "They begged." in page
    assert "They pleaded." in page
    assert "[&#x27;They pleaded.&#x27;]" not in page, "the words as they were typed"
    assert '<input type="hidden" name="version" value="2"' in page
    assert ann_client.post(address, FAILURE | {"part_happened": "Both.", "version": 2}).status_code == 302


def test_others_say_that_they_hit_it_too_and_take_it_back(eli_client, hana_client, ann_client, failure):
    address = reverse("forums:hit", args=[failure.pk])
    for client in (eli_client, eli_client, hana_client):
        assert client.post(address).status_code == 302
    assert "2 people hit this too." in hana_client.get(failure.get_absolute_url()).content.decode()
    eli_client.post(address, {"undo": "1"})
    failure.story.refresh_from_db()
    assert failure.story.hit_too_count == 1
    assert ann_client.post(address).status_code == 403, "one's own failure is not counted"


def test_strangers_and_free_accounts_do_not_see_it(client, cleo_client, failure):
    for reader in (client, cleo_client):
        assert reader.get(failure.get_absolute_url()).status_code == 404
        assert reader.post(reverse("forums:hit", args=[failure.pk])).status_code in (302, 404)
    assert failure.story.hits.count() == 0


def test_practice_is_told_anywhere_with_the_parts_it_has(ann_client, board):
    sent = form_of(board, kind="practice", part_expected="left out", part_signs_missed="left out")
    ann_client.post(reverse("forums:ask"), sent)
    topic = Topic.objects.get()
    assert topic.story.expected == ""
    assert "left out" not in topic.posts.get().body

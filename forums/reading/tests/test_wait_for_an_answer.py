"""Questions that wait: without an answer, without one that helped, or one's own; narrowed down by links."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Tag, Topic
from forums.reading.models import Level, Watch
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db

UNANSWERED = "/discussions/unanswered/"


@pytest.fixture
def ask(make_topic):
    def ask(title, answers=0, **changes):
        return make_topic(title=title, kind="question", replies=answers, **changes)

    return ask


def titles(browser, **asked):
    return [row.topic.title for row in browser.get(UNANSWERED, asked).context["rows"]]


def test_the_address_is_the_one_of_the_list():
    assert reverse("forums:unanswered") == UNANSWERED


def test_without_an_answer_and_without_one_that_helped_are_two_lists(client, ask, make_topic, ann):
    ask("Nobody has answered this one")
    ask("Answered, but did it help?", answers=1)
    helped = ask("This one is settled", answers=1)
    Topic.objects.filter(pk=helped.pk).update(accepted_count=1)
    ask("Closed without an answer").close(by=ann)
    make_topic(title="Only talking to each other")
    assert titles(client) == ["Nobody has answered this one"]
    assert titles(client, show="undecided") == ["Answered, but did it help?"]
    assert titles(client, show="nonsense") == ["Nobody has answered this one"]


def test_ones_own_open_questions_are_a_list_for_who_is_signed_in(client, ann_client, ask, eli):
    ask("Mine, without an answer")
    ask("Mine, answered", answers=1)
    ask("Somebody else's question", by=eli)
    assert titles(ann_client, show="mine") == ["Mine, answered", "Mine, without an answer"]
    assert "Your open questions" not in client.get(UNANSWERED).content.decode()
    assert client.get(UNANSWERED, {"show": "mine"}).status_code == 302


def test_the_promise_that_ends_first_stands_first_and_the_list_goes_on(client, ask, monkeypatch):
    monkeypatch.setattr("forums.reading.listing.ROWS", 2)
    now = timezone.now()
    for number, hours in enumerate([None, 30, 10, None, 20]):
        topic = ask(f"Question number {number}")
        if hours:
            Topic.objects.filter(pk=topic.pk).update(promised_until=now + timedelta(hours=hours))
        else:
            Topic.objects.filter(pk=topic.pk).update(promised_until=None)
    seen, more = [], ""
    while more is not None:
        page = client.get(UNANSWERED + more)
        seen += [row.topic.title[-1] for row in page.context["rows"]]
        more = page.context["older_url"]
    assert seen == ["2", "4", "1", "3", "0"]
    assert client.get(UNANSWERED + "?older=nonsense").status_code == 200


def test_boards_tags_and_subjects_narrow_it_down(client, ask, make_board):
    maps, retail = make_board(name="Maps", slug="maps"), make_board(name="Retail", slug="retail")
    subject = Subject.objects.create(name="Measuring what matters", slug="measuring-what-matters")
    ask("A question on a map", board=maps, tags=["nps"])
    ask("A question of a shop", board=retail, tags=["queues"])
    Tag.objects.filter(name="nps").update(subject=subject)
    assert titles(client, board="retail") == ["A question of a shop"]
    assert titles(client, tag="nps") == ["A question on a map"]
    assert titles(client, subject=subject.slug) == ["A question on a map"]
    assert titles(client, board="retail", tag="nps") == []
    page = client.get(UNANSWERED, {"board": "retail"}).content.decode()
    assert "?board=retail&amp;tag=nps" in page
    nothing = client.get(UNANSWERED, {"board": "nowhere"}).content.decode()
    assert "Nothing waits here just now." in nothing


def test_what_one_may_not_read_is_not_offered_to_choose(client, ann_client, ask, make_board):
    ask("Out in the open")
    ask("Among members", board=make_board(name="The lounge", slug="lounge", audience="members", posting="members"))
    assert "The lounge" not in client.get(UNANSWERED).content.decode()
    assert "?board=lounge" in ann_client.get(UNANSWERED).content.decode()


def test_what_one_muted_does_not_wait(hana_client, hana, ask, make_board):
    quiet = make_board(name="Too much of it", slug="too-much")
    ask("On a muted board", board=quiet)
    Watch.choose(hana, board=quiet, level=Level.MUTED)
    assert titles(hana_client) == []
    assert "Every question has an answer. Thank you." in hana_client.get(UNANSWERED).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_it_costs_the_same_at_any_length(client, ann_client, ask, make_board, how_many, django_assert_max_num_queries):
    boards = [make_board(slug=f"board-{number}") for number in range(2)]
    for number in range(how_many):
        ask(f"Question number {number}", board=boards[number % 2], tags=[f"word {number}", "mapping"])
    for browser, most in [(client, 2), (ann_client, 6)]:
        for show in ["", "undecided"] if browser is client else ["", "undecided", "mine"]:
            Topic.objects.update(post_count=1 + (show == "undecided"), last_number=2)
            browser.get(UNANSWERED, {"show": show})
            with django_assert_max_num_queries(most, info=show):
                assert browser.get(UNANSWERED, {"show": show, "board": "board-0"}).status_code == 200

"""Polls: asked with a topic, answered once by each, counted right, shown to those who may see."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Ballot, Poll, Topic
from forums.discussions.models.polls import PollClosed, WrongVote

ASKED = {
    "kind": "poll",
    "title": "Which number do you show your board?",
    "poll_options": "NPS\nCES\n\n  CES \nNone of them",
    "poll_kind": "single",
    "poll_results": "always",
}


@pytest.fixture
def make_poll(board, ann):
    def make(**changes):
        poll = {"options": ["NPS", "CES", "None"], "kind": "single"} | changes
        topic = Topic.start(board=board, by=ann, kind="poll", title="Which number do you show?", poll=poll)
        return Poll.objects.get(post__topic=topic)

    return make


def options_of(poll, *texts):
    found = dict(poll.options.values_list("text", "pk"))
    return [found[text] for text in texts]


def test_a_poll_is_asked_with_a_topic(ann_client, eli_client, board):
    answer = ann_client.post(reverse("forums:ask"), ASKED | {"board": board.slug})
    poll = Poll.objects.get()
    assert answer["Location"] == poll.post.topic.get_absolute_url()
    assert [option.text for option in poll.options.all()] == ["NPS", "CES", "None of them"]
    assert "None of them" in eli_client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("NPS", "2 to 20 different answers; here are 1"),
        ("\n".join(f"Answer {n}" for n in range(200)), "here are 200"),
        ("NPS\n" + "x" * 300, "too long for a poll"),
    ],
)
def test_what_makes_no_poll_is_answered_beside_the_field(ann_client, board, options, sentence):
    page = ann_client.post(reverse("forums:ask"), ASKED | {"board": board.slug, "poll_options": options})
    assert sentence in page.content.decode()
    assert options[:80] in page.content.decode()
    assert not Topic.objects.exists()


def test_everyone_answers_once_and_may_change_it(eli, eli_client, make_poll):
    poll = make_poll()
    nps, ces = options_of(poll, "NPS", "CES")
    for choice in (nps, ces, ces):
        eli_client.post(reverse("forums:vote", args=[poll.pk]), {"option": choice})
    assert list(poll.options.values_list("text", "votes")) == [("NPS", 0), ("CES", 1), ("None", 0)]
    page = eli_client.get(poll.post.topic.get_absolute_url()).content.decode()
    assert "1 vote, 100 %" in page
    assert "1 person answered" in page
    eli_client.post(reverse("forums:vote", args=[poll.pk]))
    poll.refresh_from_db()
    assert poll.voter_count == 0, "an answer can be taken back"


def test_answers_the_form_does_not_offer_change_nothing(eli, eli_client, make_poll):
    poll, other = make_poll(kind="several", most=2), make_poll()
    nps, ces, none = options_of(poll, "NPS", "CES", "None")
    for wrong in ([nps, ces, none], [nps, nps], options_of(other, "NPS")):
        with pytest.raises(WrongVote):
            poll.vote(by=eli, options=wrong)
    answer = eli_client.post(reverse("forums:vote", args=[poll.pk]), {"option": "²"}, follow=True)
    assert "Choose at most 2 of the answers" in answer.content.decode()
    assert not Ballot.objects.exists()


def test_places_are_worth_points(eli, hana, hana_client, make_poll):
    poll = make_poll(kind="ranked")
    nps, ces, none = options_of(poll, "NPS", "CES", "None")
    poll.vote(by=eli, options=[ces, nps])
    sent = {f"rank-{none}": "1", f"rank-{ces}": "2", f"rank-{nps}": ""}
    hana_client.post(reverse("forums:vote", args=[poll.pk]), sent)
    assert list(poll.options.values_list("text", "points")) == [("NPS", 2), ("CES", 5), ("None", 3)]
    twice = {f"rank-{none}": "1", f"rank-{ces}": "1"}
    answer = hana_client.post(reverse("forums:vote", args=[poll.pk]), twice, follow=True)
    assert "Give each place once" in answer.content.decode()


def test_results_are_shown_when_they_were_promised(clock, eli, eli_client, make_poll):
    closing = make_poll(results="closed", closes_at=timezone.now() + timedelta(days=2))
    voted = make_poll(results="voted")
    closing.vote(by=eli, options=options_of(closing, "NPS"))
    closing_page, voted_page = (each.post.topic.get_absolute_url() for each in (closing, voted))
    assert "shown when the poll closes" in eli_client.get(closing_page).content.decode()
    assert "once you have answered" in eli_client.get(voted_page).content.decode()
    voted.vote(by=eli, options=options_of(voted, "CES"))
    assert "1 vote, 100 %" in eli_client.get(voted_page).content.decode()
    clock(timedelta(days=3))
    assert "1 vote, 100 %" in eli_client.get(closing_page).content.decode()
    with pytest.raises(PollClosed):
        closing.vote(by=eli, options=options_of(closing, "CES"))


def test_a_poll_is_closed_by_its_author_alone_and_told_once_by_its_date(clock, ann_client, eli_client, make_poll):
    poll, dated = make_poll(), make_poll(closes_at=timezone.now() + timedelta(hours=1))
    closure = reverse("forums:poll_closure", args=[poll.pk])
    assert eli_client.post(closure).status_code == 403
    ann_client.post(closure)
    poll.refresh_from_db()
    assert poll.is_closed
    clock(timedelta(hours=2))
    Poll.close_due()
    Poll.close_due()
    dated.refresh_from_db()
    assert dated.closed_at == dated.closes_at


def test_who_may_not_write_there_may_not_vote(client, cleo, cleo_client, make_poll, make_board):
    poll = make_poll()
    assert client.post(reverse("forums:vote", args=[poll.pk])).status_code == 302
    poll.post.topic.board.__class__.objects.update(posting="members")
    cleo_client.post(reverse("forums:vote", args=[poll.pk]), {"option": options_of(poll, "NPS")})
    assert not Ballot.objects.exists()
    poll.post.topic.board.__class__.objects.update(audience="members")
    assert cleo_client.post(reverse("forums:vote", args=[poll.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_answers_at_once_are_all_counted(make_poll, make_person):
    poll = make_poll()
    nps = options_of(poll, "NPS")
    people = [make_person() for _ in range(6)]

    def vote(person):
        poll.vote(by=person, options=nps)
        connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(vote, people))
    poll.refresh_from_db()
    assert poll.voter_count == poll.options.get(text="NPS").votes == 6

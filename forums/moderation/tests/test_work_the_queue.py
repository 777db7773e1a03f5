"""Moderators take a case, decide it with a reason, and can take the decision back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.discussions.models import Post
from forums.moderation.models import Case, NotYours, Taken
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

QUEUE = "/moderation/"


def decide(client, case, decision, words=""):
    return client.post(case.get_absolute_url(), {"decision": decision, "words": words})


@pytest.fixture
def case(make_flag):
    return make_flag().case


def test_the_queue_shows_what_waits_the_oldest_first(maya_client, make_flag, make_topic, clock):
    first = make_flag(post=make_topic(title="The first that was flagged").posts.get())
    clock(timedelta(hours=1))
    make_flag(post=make_topic(title="The second that was flagged").posts.get(), reason="private")
    page = maya_client.get(QUEUE)
    assert [row.pk for row in page.context["rows"]][0] == first.case_id
    words = page.content.decode()
    assert words.index("The first that was flagged") < words.index("The second that was flagged")
    assert "private data" in words


def test_an_empty_queue_says_what_will_come(maya_client):
    assert "Nothing waits." in maya_client.get(QUEUE).content.decode()


@pytest.mark.parametrize("who", ["ann_client", "cleo_client", "rex_client"])
def test_to_others_the_queue_is_not_there(request, who, case):
    client = request.getfixturevalue(who)
    for address in [QUEUE, case.get_absolute_url(), reverse("moderation:rules")]:
        assert client.get(address).status_code == 404
    assert client.post(reverse("moderation:claim", args=[case.pk])).status_code == 404


def test_the_queue_costs_the_same_at_any_length_and_goes_on_by_page(maya_client, make_flag, make_topic, make_board):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            maya_client.get(QUEUE)
        return len(queries)

    boards = [make_board(slug="one"), make_board(slug="two")]
    for board in boards:
        make_flag(post=make_topic(board=board).posts.get())
    few = cost()
    for number in range(28):
        make_flag(post=make_topic(board=boards[number % 2]).posts.get())
    assert cost() == few <= 8
    page = maya_client.get(QUEUE)
    rest = maya_client.get(page.context["queue"].next_url)
    assert (len(page.context["rows"]), len(rest.context["rows"])) == (20, 10)
    assert rest.context["queue"].next_url is None


def test_it_is_filtered_by_kind_and_by_board(maya_client, make_flag, make_topic, make_board):
    one, two = make_board(slug="one"), make_board(slug="two")
    for board in [one, two]:
        make_flag(post=make_topic(board=board).posts.get())
    assert len(maya_client.get(QUEUE, {"board": one.pk}).context["rows"]) == 1
    assert len(maya_client.get(QUEUE, {"kind": "flagged"}).context["rows"]) == 2
    assert "Nothing of this kind waits." in maya_client.get(QUEUE, {"kind": "first"}).content.decode()
    assert len(maya_client.get(QUEUE, {"kind": "nonsense", "board": "x", "after": "x_1"}).context["rows"]) == 2


def test_who_takes_a_case_has_it_for_half_an_hour(maya_client, maya, other_moderator, client_of, case, clock):
    maya_client.post(reverse("moderation:claim", args=[case.pk]))
    case.refresh_from_db()
    assert (case.claimed_by, case.state) == (maya, "claimed")
    other = client_of(other_moderator)
    assert "Maya Castillo works on it" in other.get(QUEUE).content.decode()
    assert decide(other, case, "approve").url == case.get_absolute_url()
    case.refresh_from_db()
    assert case.settled_at is None
    clock(timedelta(minutes=31))
    other.post(reverse("moderation:claim", args=[case.pk]))
    case.refresh_from_db()
    assert case.claimed_by == other_moderator


def test_a_case_that_was_given_back_is_free(maya_client, other_moderator, case):
    maya_client.post(reverse("moderation:claim", args=[case.pk]))
    maya_client.post(reverse("moderation:claim", args=[case.pk]), {"undo": "1"})
    case.claim(by=other_moderator)
    assert case.claimed_by == other_moderator


def test_what_stays_stays_and_its_author_is_not_bothered(maya_client, ann, case):
    assert decide(maya_client, case, "approve").url == QUEUE
    case.refresh_from_db()
    assert (case.outcome, case.post.hidden_at) == ("kept", None)
    assert not Notice.objects.filter(person=ann, kind__startswith="forums/moderation").exists()


def test_hiding_owes_a_reason_which_the_author_reads(maya_client, ann, ann_client, case, mails, client):
    page = decide(maya_client, case, "hide")
    assert "Say why, so that its author understands it" in page.content.decode()
    decide(maya_client, case, "hide", "It names a customer.")
    post = Post.objects.get(pk=case.post_id)
    assert post.is_hidden
    assert Entry.objects.get(action="moderation.hidden").details["reason"] == "It names a customer."
    assert Notice.objects.get(person=ann, kind="forums/moderation/hidden").url == f"/moderation/{case.pk}/text/"
    assert mails(kind="forums/moderation/hidden")[0].context["words"] == "It names a customer."
    assert "It names a customer." in ann_client.get(f"/moderation/{case.pk}/text/").content.decode()
    assert "Ours has six." not in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_topic_can_be_hidden_with_all_that_was_answered(maya_client, client, case):
    decide(maya_client, case, "hide_topic", "All of it is one advertisement.")
    assert client.get(case.post.topic.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("decision", ["hide", "hide_topic", "return"])
def test_a_decision_can_be_taken_back(maya_client, client, case, decision):
    decide(maya_client, case, decision, "It names a customer.")
    maya_client.post(reverse("moderation:undoing", args=[case.pk]))
    case.refresh_from_db()
    assert (case.state, case.outcome, case.hid, case.round) == ("open", "", "", 2)
    assert "Ours has six." in client.get(case.post.topic.get_absolute_url()).content.decode()
    assert "took the decision back" in maya_client.get(case.get_absolute_url()).content.decode()


def test_deciding_twice_counts_once(maya, case):
    case.hide(by=maya, words="It names a customer.")
    Case.objects.get(pk=case.pk).hide(by=maya, words="It names a customer.")
    assert Entry.objects.filter(action="moderation.hidden").count() == 1


def test_a_case_never_reaches_whom_it_is_about_nor_who_flagged_it(
    maya, maya_client, other_moderator, make_flag, make_topic, ann
):
    about_maya = make_flag(by=ann, post=make_topic(by=maya).posts.get()).case
    by_maya = make_flag(by=maya).case
    assert about_maya.about_moderator
    assert "Nothing waits." in maya_client.get(QUEUE).content.decode()
    for case in [about_maya, by_maya]:
        assert maya_client.get(case.get_absolute_url()).status_code == 404
        with pytest.raises(NotYours):
            case.keep(by=maya)
        case.keep(by=other_moderator)


def test_nor_whom_it_is_about_without_a_name(maya, maya_client, works, crowd, make_topic, make_flag):
    works(maya)
    crowd(7)
    case = make_flag(post=make_topic(by=maya, kind="question", safely=True).posts.get()).case
    assert not case.about_moderator, "it would tell something of them"
    assert maya_client.get(case.get_absolute_url()).status_code == 404


def test_a_case_about_one_without_a_name_tells_nothing_of_them(ann, maya, maya_client, nameless_topic, make_flag):
    case = make_flag(post=nameless_topic().posts.get()).case
    words = maya_client.get(case.get_absolute_url()).content.decode()
    assert "Okafor" not in words
    case.send_back(by=maya, words="Leave the bank out.")
    assert Notice.objects.get(person=ann, kind="forums/moderation/returned").is_private


def test_a_case_of_a_closed_group_reaches_only_who_is_in_it(
    maya_client, carol_client, make_board, make_topic, make_flag, make_person, ann
):
    group = Group.objects.create(name="Zurich")
    ann.groups.add(group)
    board = make_board(slug="z", audience="group", group=group)
    other = make_person()
    other.groups.add(group)
    case = make_flag(by=other, post=make_topic(board=board).posts.get()).case
    assert maya_client.get(case.get_absolute_url()).status_code == 404
    assert carol_client.get(case.get_absolute_url()).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_gets_the_case(maya, other_moderator, make_flag, monkeypatch):
    def claimed_by_both(case):
        gate = Barrier(2)

        def take(person):
            try:
                mine = Case.objects.get(pk=case.pk)
                gate.wait(5)
                mine.claim(by=person)
            except Taken:
                return "told"
            else:
                return "taken"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as both:
            return sorted(both.map(take, [maya, other_moderator]))

    assert claimed_by_both(make_flag().case) == ["taken", "told"]
    # Without the lock of the row both would have it.
    together = Barrier(2)

    def unlocked(self, by):
        self.refresh_from_db()
        together.wait(5)

    monkeypatch.setattr(Case, "_lock", unlocked)
    assert claimed_by_both(make_flag(by=other_moderator).case) == ["taken", "taken"]

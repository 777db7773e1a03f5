"""Saying that an answer helped: who may, what it changes, who hears of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from django.urls import reverse

from forums.discussions.models import Post, Topic
from forums.questions.models import Acceptance, FollowUp, NotAcceptable
from forums.questions.models.answers import MOST
from forums.reading.models import Reading, Reason
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


def address(post):
    return reverse("questions:acceptance", args=[post.topic_id, post.number])


def numbers(post):
    post.refresh_from_db()
    post.topic.refresh_from_db()
    return bool(post.accepted_at), post.topic.accepted_count


def told(person, kind):
    return [notice.headline for notice in Notice.objects.filter(person=person, kind=f"forums/questions/{kind}")]


def test_who_asked_says_it_in_one_click_and_takes_it_back(ann_client, answer):
    page = ann_client.get(answer.topic.get_absolute_url()).content.decode()
    assert "This answered it" in page
    assert ann_client.post(address(answer))["Location"] == answer.get_absolute_url()
    ann_client.post(address(answer))
    assert (numbers(answer), Acceptance.objects.count()) == ((True, 1), 1)
    page = ann_client.get(answer.topic.get_absolute_url()).content.decode()
    assert "It answered it" in page
    assert "This helped Ann Okafor, who asked" in page
    for _time in range(2):
        ann_client.post(address(answer), {"undo": 1})
    assert (numbers(answer), FollowUp.objects.count()) == ((False, 0), 0)


def test_a_moderator_may_but_not_of_their_own_answer(maya, maya_client, question, answer):
    own = question.reply(by=maya, body="Or ask legal.")
    assert maya_client.post(address(own)).status_code == 403
    assert maya_client.post(address(answer)).status_code == 302
    page = maya_client.get(question.get_absolute_url()).content.decode()
    assert "This answers it, says Maya Castillo, who moderates here" in page


def test_who_asked_may_mark_the_way_they_found_themselves_and_is_not_asked_about_it(ann, question):
    own = question.reply(by=ann, body="Solved: we asked the drivers.")
    Acceptance.accept(own, by=ann)
    assert numbers(own) == (True, 1)
    assert not FollowUp.objects.exists()
    assert told(ann, "accepted") == []


@pytest.mark.parametrize("who", ["eli_client", "hana_client", "cleo_client"])
def test_nobody_else_says_it(request, who, answer):
    browser = request.getfixturevalue(who)
    assert "This answered it" not in browser.get(answer.topic.get_absolute_url()).content.decode()
    assert browser.post(address(answer)).status_code == 403
    assert browser.post(address(answer), {"undo": 1}).status_code == 403
    assert numbers(answer) == (False, 0)


def test_a_stranger_signs_in_first_and_looking_changes_nothing(client, ann_client, answer):
    assert client.post(address(answer)).status_code == 302
    assert ann_client.get(address(answer)).status_code == 405
    assert numbers(answer) == (False, 0)


def test_what_is_no_answer_is_not_accepted(ann, maya, question, answer, make_topic, eli):
    talk = make_topic(title="Only talking")
    reply = talk.reply(by=eli, body="Indeed.")
    answer.hide(by=maya)
    for post in [question.posts.get(number=1), answer, reply]:
        with pytest.raises(NotAcceptable):
            Acceptance.accept(post, by=ann)


def test_somebody_who_cannot_read_it_finds_nothing(cleo_client, make_board, make_answer):
    post = make_answer(board=make_board(audience="members", posting="members"))
    assert cleo_client.post(address(post)).status_code == 404


def test_several_answers_help_up_to_a_bound_said_in_words(ann_client, ann, eli, question):
    posts = [question.reply(by=eli, body=f"Way number {number}.") for number in range(MOST + 1)]
    for post in posts[:MOST]:
        Acceptance.accept(post, by=ann)
    page = ann_client.post(address(posts[MOST]), follow=True).content.decode()
    assert f"{MOST} answers are marked already" in page
    assert numbers(posts[0]) == (True, MOST)


def test_a_hidden_answer_does_not_count_and_comes_back_with_its_mark(client, ann, maya, make_answer):
    post = make_answer(accepted=True)
    post.hide(by=maya)
    assert numbers(post) == (True, 0)
    assert "who asked" not in client.get(post.topic.get_absolute_url()).content.decode()
    post.restore(by=maya)
    assert numbers(post) == (True, 1)
    assert "This helped Ann Okafor, who asked" in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_author_hears_it_once_and_who_follows_in_one_notice(ann, eli, hana, olga, question, answer):
    Reading.watch(hana, question, reason=Reason.CHOSE)
    second = question.reply(by=olga, body="Or follow the money.")
    for _time in range(2):
        Acceptance.accept(answer, by=ann)
        Acceptance.accept(second, by=ann)
    title = question.title
    assert told(eli, "accepted") == [f"Your answer helped: Ann Okafor marked it in “{title}”"]
    assert told(hana, "helped") == [f"What Olga Petrenko and Eli Brandt wrote answered “{title}”"]
    assert told(ann, "helped") == []
    assert told(eli, "helped") == [f"What Olga Petrenko wrote answered “{title}”"]


def test_a_mark_taken_back_before_it_was_read_is_no_news(ann, eli, answer):
    Acceptance.accept(answer, by=ann)
    Acceptance.withdraw(answer, by=ann)
    assert told(eli, "accepted") == []


def test_the_question_stays_open(ann, answer, hana_client, hana):
    Acceptance.accept(answer, by=ann)
    assert Topic.objects.get(pk=answer.topic_id).closed_at is None
    assert Topic.objects.get(pk=answer.topic_id).can_be_replied_to_by(hana)


def test_answered_has_its_mark_in_lists(client, make_answer):
    make_answer(accepted=True)
    assert '<span class="row-answered">answered</span>' in client.get(reverse("forums:latest")).content.decode()


def test_solved_and_unsolved_are_words_of_lists(make_answer, make_topic):
    solved, undecided = make_answer(accepted=True).topic, make_answer().topic
    bare = make_topic(kind="question")
    make_topic(title="Only talking")
    assert list(Topic.objects.solved()) == [solved]
    assert set(Topic.objects.unsolved()) == {undecided, bare}
    assert list(Topic.objects.undecided()) == [undecided]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("careful", "counted"), [(True, 4), (False, 1)], ids=["as it is", "control: added to what was read"]
)
def test_answers_accepted_at_once_are_all_counted(ann, eli, question, careful, counted):
    posts = [question.reply(by=eli, body=f"Way number {number}.") for number in range(4)]
    stale = Topic.objects.get(pk=question.pk)

    def accept(post):
        if careful:
            Acceptance.accept(post, by=ann)
            Acceptance.accept(Post.objects.get(pk=post.pk), by=ann)
        else:
            with transaction.atomic():
                Topic.objects.filter(pk=stale.pk).update(accepted_count=stale.accepted_count + 1)
        connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(accept, posts))
    assert Topic.objects.get(pk=question.pk).accepted_count == counted
    assert Acceptance.objects.count() == (4 if careful else 0)


def test_search_knows_which_questions_are_solved(client, make_answer):
    make_answer(accepted=True, title="A zebra crossing of a journey")
    make_answer(title="Another zebra nobody has judged")
    search = reverse("search")
    solved = client.get(search, {"q": "zebra is:solved"}).content.decode()
    unsolved = client.get(search, {"q": "zebra is:unsolved"}).content.decode()
    assert ("crossing of a journey" in solved, "nobody has judged" in solved) == (True, False)
    assert ("crossing of a journey" in unsolved, "nobody has judged" in unsolved) == (False, True)

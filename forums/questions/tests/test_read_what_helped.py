"""The page of a question: the answers that helped first, what came of them, and what the page costs."""

import pytest

from forums.questions.models import Acceptance, Outcome
from members.connections.models import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(question, eli, hana):
    """Eli's and Hana's answers after some talk, as posts 3, 4, 5 and 6."""
    question.reply(by=hana, body="Which journey?")
    return [question.reply(by=by, body=f"Way number {number}.") for number, by in enumerate([eli, hana, eli, hana], 1)]


def helped(browser, topic):
    part = next((part for part in browser.get(topic.get_absolute_url()).context["page"].answer_parts), None)
    return part and part.part


def test_an_answer_that_helped_stands_above_the_others_with_its_whole_text(client, ann, answers):
    Acceptance.accept(answers[1], by=ann)
    page = client.get(answers[1].topic.get_absolute_url()).content.decode()
    above, _head, below = page.partition('class="posts-head"')
    assert "The answer that helped" in above
    assert "Way number 2." in above
    assert "Way number 1." not in above
    assert "Way number 2." in below, "and in its place"
    assert 'class="post post-accepted" id="post-4"' in below


def test_the_first_reply_is_not_said_twice_in_a_row(client, answer, ann):
    Acceptance.accept(answer, by=ann)
    assert helped(client, answer.topic) is None
    assert "This helped Ann Okafor, who asked" in client.get(answer.topic.get_absolute_url()).content.decode()


def test_what_worked_better_stands_first_and_more_than_three_are_links(client, ann, answers, make_person):
    for post in answers:
        Acceptance.accept(post, by=ann)
    for kind, post in zip(["not", "partly", "worked", "worked"], answers, strict=True):
        Outcome.tell(post, by=make_person(), kind=kind)
    Outcome.tell(answers[3], by=make_person(), kind="worked")
    part = helped(client, answers[0].topic)
    assert [post.number for post in part["answers"]] == [6, 5, 4]
    assert [post.number for post in part["others"]] == [3]
    assert "The answer by Eli Brandt helped too" in client.get(answers[0].topic.get_absolute_url()).content.decode()


def test_an_answer_on_a_later_page_stands_above_on_the_first(client, ann, eli, question):
    for number in range(25):
        last = question.reply(by=eli, body=f"Reply number {number}.")
    Acceptance.accept(last, by=ann)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Reply number 24." in page
    second = client.get(question.get_absolute_url() + "?page=2")
    assert second.context["page"].answer_parts == []
    assert "This helped Ann Okafor, who asked" in second.content.decode()


def test_words_of_somebody_blocked_are_not_put_first(ann, hana, eli, hana_client, answers):
    Acceptance.accept(answers[0], by=ann)
    Acceptance.accept(answers[1], by=ann)
    Block.put(by=hana, on=eli)
    part = helped(hana_client, answers[0].topic)
    assert ([post.number for post in part["answers"]], [post.number for post in part["others"]]) == ([4], [3])


def test_with_what_helped_and_what_came_of_it_a_page_costs_the_same(
    client, hana_client, ann, answers, make_person, django_assert_max_num_queries
):
    for post in answers:
        Acceptance.accept(post, by=ann)
        for _number in range(3):
            Outcome.tell(post, by=make_person(), kind="worked")
    topic = answers[0].topic
    for browser, most in [(client, 5), (hana_client, 8)]:
        browser.get(topic.get_absolute_url())
        with django_assert_max_num_queries(most):
            assert browser.get(topic.get_absolute_url()).status_code == 200


def test_a_discussion_becomes_a_question_and_back_until_an_answer_helped(ann, ann_client, eli, eli_client, make_topic):
    topic = make_topic(title="Journeys nobody owns")
    reply = topic.reply(by=eli, body="Start with the complaints.")
    address = f"/questions/{topic.pk}/kind/"
    assert "Make it a question" in ann_client.get(topic.get_absolute_url()).content.decode()
    assert "Make it a question" not in eli_client.get(topic.get_absolute_url()).content.decode()
    assert eli_client.post(address, {"into": "question"}).status_code == 403
    assert ann_client.post(address, {"into": "announcement"}).status_code == 403
    for into in ["question", "discussion", "question", "question"]:
        ann_client.post(address, {"into": into})
        topic.refresh_from_db()
        assert topic.kind == into
    Acceptance.accept(reply, by=ann)
    assert "stays a question" in ann_client.post(address, {"into": "discussion"}, follow=True).content.decode()
    topic.refresh_from_db()
    assert topic.kind == "question"

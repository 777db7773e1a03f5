from datetime import timedelta

import pytest
from django.utils import timezone

from forums.discussions.models import Topic
from forums.questions.models import Acceptance, FollowUp, Outcome, Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(make_topic, ann, eli):
    """`question(title)`: Ann's, with an answer of Eli's."""

    def make(title="How do you measure effort?", by=ann):
        topic = make_topic(kind="question", by=by, title=title)
        topic.reply(by=eli, body="By asking.")
        return topic

    return make


def test_a_mark_goes_with_its_answer_into_another_question_of_the_same_asker(question, ann, maya):
    one, two = question(), question("How often do you ask?")
    Acceptance.accept(one.posts.get(number=2), by=ann)
    one.merge_into(two, by=maya)
    acceptance = Acceptance.objects.get()
    two.refresh_from_db()
    assert (acceptance.topic, acceptance.post.number, two.accepted_count) == (two, 4, 1)
    assert FollowUp.objects.filter(passed_at=None).count() == 2, "who asked is asked what came of it"


def test_in_somebody_elses_question_nobody_is_asked_what_came_of_it(question, ann, hana, maya):
    one, two = question(), question("How often do you ask?", by=hana)
    answer = one.posts.get(number=2)
    Acceptance.accept(answer, by=ann)
    Outcome.tell(answer, by=ann, kind="worked")
    one.merge_into(two, by=maya)
    assert Acceptance.objects.get().topic == two
    assert not FollowUp.objects.filter(passed_at=None).exists()
    told = Outcome.objects.select_related("post__topic", "person").get()
    assert (told.is_asker, told.voice) == (False, "Ann Okafor")


def test_a_mark_goes_where_there_is_no_question(question, make_topic, ann, maya):
    one, talk = question(), make_topic(title="A talk among us")
    answer = one.posts.get(number=2)
    Acceptance.accept(answer, by=ann)
    one.merge_into(talk, by=maya)
    answer.refresh_from_db()
    talk.refresh_from_db()
    assert (answer.accepted_at, talk.accepted_count) == (None, 0)
    assert not Acceptance.objects.exists()
    assert not FollowUp.objects.exists()


def test_the_marks_of_two_without_a_name_are_not_mixed_up(nameless_topic, works, crowd, ann, hana, eli, maya):
    one = nameless_topic()
    works(hana, region="asia")
    crowd(7, region="asia")
    two = nameless_topic(by=hana, title="Another one's question")
    assert one.speaks_as != two.speaks_as
    Acceptance.accept(one.reply(by=eli, body="By asking."), by=ann)
    one.merge_into(two, by=maya)
    assert not Acceptance.objects.exists()


def test_a_question_that_loses_its_answer_waits_again(question, maya, clock):
    topic = question()
    assert Promise.objects.get(topic=topic).kept_at is not None
    topic.split_off([2], title="About asking people", by=maya, kind="discussion")
    promise = Promise.objects.get(topic=topic)
    topic.refresh_from_db()
    assert (promise.kept_at, topic.promised_until, topic.first_answer_at) == (None, promise.until, None)


def test_a_question_begun_from_posts_is_promised_an_answer_from_now_on(make_topic, hana, maya):
    topic = make_topic(now=timezone.now() - timedelta(days=9))
    topic.reply(by=hana, body="And who does it?", now=timezone.now() - timedelta(days=8))
    fresh = topic.split_off([2], title="Who does it where you work?", by=maya, kind="question")
    promise = Promise.objects.get(topic=fresh)
    assert timezone.now() - promise.begun_at < timedelta(minutes=1)
    assert Topic.objects.get(pk=fresh.pk).promised_until == promise.until


def test_what_asked_the_same_is_no_answer(make_topic, ann, hana, eli, maya):
    one = make_topic(kind="question", by=hana, title="How do you measure effort?")
    two = make_topic(kind="question", by=ann, title="How does one measure effort?")
    one.merge_into(two, by=maya)
    assert Promise.objects.get(topic=two).is_running
    assert Promise.objects.get(topic=one).ended_at is not None
    two.reply(by=eli, body="By asking.")
    assert Promise.objects.get(topic=two).kept_at is not None

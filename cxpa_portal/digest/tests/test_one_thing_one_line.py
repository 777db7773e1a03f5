"""What happened once is told once, wherever in the portal it stands and whatever speaks for it."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from forums.discussions.models import Board, Tag
from forums.experts.models import Referral
from forums.reading.models import Level, Watch
from members.mail.delivery import deliver_due
from members.mail.models import Less

from .weeks import headlines

pytestmark = pytest.mark.django_db
TITLE = "The first hundred days"


@pytest.fixture
def article(make_article, hana):
    """An article of Hana's that came out just now, with the conversation about it, in which Hana spoke first."""
    return make_article(title=TITLE, author=hana, takes_comments=True)


def told_of(letter):
    """{heading: headlines} of what a letter tells of the article."""
    sections = letter.context["sections"] if letter else []
    about = {each["heading"]: [item["headline"] for item in each["items"]] for each in sections}
    return {name: lines for name, lines in about.items() if any(TITLE in line for line in lines)}


def test_an_article_and_the_conversation_about_it_are_one_line(ann, article, letter_of):
    assert article.topic_id
    assert told_of(letter_of(ann)) == {"Worth reading": [TITLE]}


def test_who_follows_where_it_is_talked_of_hears_of_the_conversation_alone(ann, eli, article, letter_of):
    Watch.choose(ann, board=Board.objects.get(slug="articles"), level=Level.FOLLOWING)
    article.topic.reply(by=eli, body="Mine took two hundred.")
    assert told_of(letter_of(ann)) == {"In what you follow": [f"2 new posts in “{TITLE}”"]}


@pytest.mark.parametrize("follows", [True, False])
def test_told_by_one_of_them_it_does_not_come_by_the_other_in_the_next_letter(ann, article, letter_of, follows):
    board = Board.objects.get(slug="articles")
    if follows:
        Watch.choose(ann, board=board, level=Level.FOLLOWING)
    assert TITLE in " ".join(headlines(letter_of(ann)))
    Watch.choose(ann, board=board, level=Level.NORMAL if follows else Level.FOLLOWING)
    assert told_of(letter_of(ann)) == {}


def test_who_wants_no_articles_still_hears_that_it_is_talked_of(ann, eli, article, letter_of):
    Less.ask(ann.pk, "section:forums/articles/new", "Worth reading")
    for number in range(5):
        article.topic.reply(by=eli, body=f"And on day {number}?")
    assert told_of(letter_of(ann)) == {"New in the discussions": [TITLE]}


def test_an_article_that_is_taken_back_before_the_letter_leaves_is_not_in_it(ann, carol, article, letter_of):
    assert TITLE in headlines(letter_of(ann))
    article.retire(by=carol, reason="It was not ours to tell.")
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert not any(TITLE in message.body for message in django_mail.outbox if message.to == [ann.email])


@pytest.fixture
def answered(make_topic, hana):
    """`answered(person)`: something by itself worth a letter to them."""

    def answer(person):
        make_topic(by=person).reply(by=hana, body="An answer.")

    return answer


def test_a_question_told_when_it_was_new_does_not_come_again_because_it_waits(
    ann, eli, make_topic, answered, letter_of
):
    titles = {make_topic(by=eli, kind="question", title=f"Who reads comment {number}?").title for number in range(2)}
    answered(ann)
    assert titles < set(headlines(letter_of(ann))), "one because it waits, one because it is new"
    answered(ann)
    assert titles.isdisjoint(headlines(letter_of(ann)))


def test_put_to_me_by_name_it_is_news_again(eli, make_topic, make_expertise, journey_mapping, answered, letter_of):
    topic = make_topic(kind="question", title="Who owns the map?", tags=["journey maps"])
    answered(eli)
    assert topic.title in headlines(letter_of(eli))
    Tag.objects.filter(name="journey maps").update(subject=journey_mapping)
    Referral.ask(make_expertise(monthly=2), topic=topic, by=topic.author)
    assert topic.title in headlines(letter_of(eli))

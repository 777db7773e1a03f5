"""What a public topic says to search engines, and that nothing else says anything."""

import json
import re

import pytest
from django.urls import reverse

from forums.discussions.models import Thanks, Topic

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

# What search engines require, and what they recommend that we have:
# developers.google.com/search/docs/appearance/structured-data/qapage and …/discussion-forum
QUESTION = {"@type", "name", "answerCount", "text", "author", "datePublished", "upvoteCount"}
ANSWER = {"@type", "text", "url", "author", "datePublished", "upvoteCount"}
POSTING = {"@type", "headline", "text", "url", "author", "datePublished", "commentCount", "interactionStatistic"}
COMMENT = {"@type", "text", "author", "datePublished"}


def said(client, address):
    """The data on a page, or None."""
    found = SCRIPT.findall(client.get(address).content.decode())
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def canonical(client, address, **asked):
    return re.findall(r'<link rel="canonical" href="([^"]*)"', client.get(address, asked).content.decode())


def test_a_question_says_its_answers_with_those_that_helped(client, eli, hana, ann, make_answer, settings):
    accepted = make_answer(accepted=True, asker=ann, by=eli)
    topic = Topic.objects.get(pk=accepted.topic_id)
    other = topic.reply(by=hana, body="We do it **otherwise**.")
    topic.reply(by=ann, body="Thank you both.")
    Thanks.say(post=other, by=eli)
    page = said(client, topic.get_absolute_url())
    assert (page["@context"], page["@type"]) == ("https://schema.org", "QAPage")
    question = page["mainEntity"]
    assert set(question) >= QUESTION
    assert (question["@type"], question["name"], question["answerCount"]) == ("Question", topic.title, 3)
    (helped,), (suggested,), (added,) = (question[kind] for kind in ["acceptedAnswer", "suggestedAnswer", "comment"])
    for answer in [helped, suggested]:
        assert set(answer) >= ANSWER
        assert answer["@type"] == "Answer"
        assert answer["url"].startswith(settings.PORTAL_URL)
        assert answer["author"]["@type"] == "Person"
    assert helped["url"].endswith("#post-2")
    assert (suggested["text"], suggested["upvoteCount"]) == ("We do it otherwise.", 1)
    assert (added["@type"], added["text"]) == ("Comment", "Thank you both.")


def test_a_question_without_answers_says_that_it_has_none(client, make_topic):
    question = said(client, make_topic(kind="question").get_absolute_url())["mainEntity"]
    assert question["answerCount"] == 0
    assert not {"acceptedAnswer", "suggestedAnswer", "comment"} & set(question)


def test_another_topic_says_its_comments(client, eli, topic):
    topic.reply(by=eli, body="Ours has seven.")
    page = said(client, topic.get_absolute_url())
    assert set(page) >= POSTING
    assert (page["@type"], page["author"]["name"], page["commentCount"]) == ("DiscussionForumPosting", "Ann Okafor", 1)
    (comment,) = page["comment"]
    assert set(comment) >= COMMENT
    assert (comment["author"]["name"], comment["text"]) == ("Eli Brandt", "Ours has seven.")


def test_a_later_page_says_its_own_posts_of_the_same_topic(client, eli, make_topic):
    topic = make_topic(replies=25)
    page = said(client, topic.get_absolute_url() + "?page=2")
    assert [comment["text"] for comment in page["comment"]] == [f"Reply number {n}." for n in range(20, 26)]
    assert page["url"].endswith(topic.get_absolute_url())
    assert page["text"] == topic.excerpt


def test_no_words_end_the_script(client, make_topic, eli):
    topic = make_topic(title="</script><script>alert(1)</script>", body="`</script><!--` & more")
    topic.reply(by=eli, body="`</ScRiPt>` \u2028 <b>x</b>")
    raw = client.get(topic.get_absolute_url()).content.decode()
    (inside,) = SCRIPT.findall(raw)
    assert "<" not in inside
    page = json.loads(inside)
    assert page["headline"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize("who", ["client", "ann_client"])
def test_nothing_is_said_of_what_is_not_public(who, request, make_topic, make_board):
    topic = make_topic(board=make_board(audience="members"))
    assert said(request.getfixturevalue(who), topic.get_absolute_url()) is None


def test_who_is_signed_in_need_not_carry_it(ann_client, topic):
    assert said(ann_client, topic.get_absolute_url()) is None


def test_hidden_posts_are_not_said(client, eli, maya, topic):
    topic.reply(by=eli, body="Unkind words.").hide(by=maya)
    assert "comment" not in said(client, topic.get_absolute_url())
    topic.posts.get(number=1).hide(by=maya)
    assert said(client, topic.get_absolute_url()) is None


def test_without_a_name_somebody_is_a_member_and_no_more(client, nameless_topic):
    topic = nameless_topic()
    question = said(client, topic.get_absolute_url())["mainEntity"]
    assert question["author"] == {"@type": "Person", "name": "A member"}
    assert topic.speaks_as not in json.dumps(question, ensure_ascii=False)


def test_what_is_said_asks_for_nothing_more(client, make_topic, eli, django_assert_max_num_queries):
    topic = make_topic(kind="question", replies=15)
    with django_assert_max_num_queries(8):
        assert said(client, topic.get_absolute_url())["mainEntity"]["answerCount"] == 15


def test_a_page_has_one_address_whatever_was_asked_besides(client, settings, make_topic):
    topic = make_topic(replies=25, tags=["mapping"])
    here = settings.PORTAL_URL + topic.get_absolute_url()
    assert canonical(client, topic.get_absolute_url(), utm_source="x") == [here]
    assert canonical(client, topic.get_absolute_url(), page="1") == [here]
    assert canonical(client, topic.get_absolute_url(), page="2", x="y") == [f"{here}?page=2"]
    for name, args in [("latest", []), ("boards", []), ("tags", []), ("unanswered", []), ("feeds", [])]:
        address = reverse(f"forums:{name}", args=args)
        assert canonical(client, address, x="y") == [settings.PORTAL_URL + address], name
    assert canonical(client, topic.board.get_absolute_url()) == [settings.PORTAL_URL + topic.board.get_absolute_url()]
    assert canonical(client, reverse("forums:top"), of="week") == [
        f"{settings.PORTAL_URL}{reverse('forums:top')}?of=week"
    ]
    for name in ["print", "best"]:
        address = reverse(f"forums:{name}", args=[topic.pk])
        assert canonical(client, address) in ([here], [])

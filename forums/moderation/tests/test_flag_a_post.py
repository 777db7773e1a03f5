"""A reader tells moderators of a post, once and with a reason, and hears what came of it."""

import pytest
from django.urls import reverse

from forums.moderation.models import Case, Flag, NotFlaggable
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


def flag(client, post, **fields):
    return client.post(reverse("moderation:flag", args=[post.topic_id, post.number]), fields)


@pytest.fixture
def post(topic):
    return topic.posts.get()


def test_a_flag_with_a_reason_opens_a_case(eli_client, eli, post):
    answer = flag(eli_client, post, reason="promotion", words="They sell this very tool.")
    assert answer.url == post.get_absolute_url()
    told = Flag.objects.get()
    assert (told.by, told.reason, told.words) == (eli, "promotion", "They sell this very tool.")
    assert (told.case.post, told.case.kind, told.case.state) == (post, "flagged", "open")
    assert told.case.rules == ["flag_promotion"]


def test_ten_flags_of_one_post_are_one_case(make_person, make_flag, post):
    for number in range(10):
        make_flag(by=make_person(), post=post, reason=["spam", "unkind"][number % 2])
    case = Case.objects.get()
    assert case.flags.count() == 10
    assert case.rules == ["flag_spam", "flag_unkind"]


def test_flagging_twice_counts_once_and_the_page_says_so(eli_client, post):
    flag(eli_client, post, reason="spam")
    flag(eli_client, post, reason="unkind")
    assert Flag.objects.get().reason == "spam"
    page = eli_client.get(reverse("moderation:flag", args=[post.topic_id, 1])).content.decode()
    assert "You have flagged it already" in page


def test_something_else_owes_a_word_and_nothing_typed_is_lost(eli_client, post):
    page = flag(eli_client, post, reason="other", words=" ")
    assert "Say what it is, if only in one sentence." in page.content.decode()
    assert page.context["form"]["reason"].value() == "other"
    assert not Flag.objects.exists()


def test_nobody_flags_their_own_post_nor_what_they_do_not_see(
    ann, ann_client, cleo_client, cleo, make_topic, make_board
):
    topic = make_topic(board=make_board(slug="m", audience="members"))
    post = topic.posts.get()
    assert flag(ann_client, post, reason="spam").status_code == 404
    assert flag(cleo_client, post, reason="spam").status_code == 404
    for person in [ann, cleo]:
        with pytest.raises(NotFlaggable):
            Flag.raise_one(post, by=person, reason="spam")
    assert not Case.objects.exists()


def test_who_wrote_without_a_name_does_not_flag_themselves(ann, ann_client, nameless_topic):
    post = nameless_topic().posts.get()
    assert flag(ann_client, post, reason="spam").status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_is_not_offered_it(client, post):
    assert "/accounts/login/" in flag(client, post, reason="spam").url
    assert "Flag post 1" not in client.get(post.topic.get_absolute_url()).content.decode()


def test_the_page_offers_it_and_then_says_that_it_was_flagged(eli_client, ann_client, post):
    assert "Flag post 1" in eli_client.get(post.topic.get_absolute_url()).content.decode()
    assert "Flag post 1" not in ann_client.get(post.topic.get_absolute_url()).content.decode()
    flag(eli_client, post, reason="spam")
    assert "You flagged post 1" in eli_client.get(post.topic.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda case, by: case.keep(by=by), "it stays"),
        (lambda case, by: case.hide(by=by, words="It names a customer."), "no longer there"),
        (lambda case, by: case.send_back(by=by, words="Leave the name out."), "back with its author"),
    ],
)
def test_whoever_flagged_hears_what_came_of_it(eli, eli_client, maya, make_flag, decide, said):
    case = make_flag(by=eli).case
    decide(case, maya)
    assert said in Notice.objects.get(person=eli, kind="forums/moderation/told").headline
    assert eli_client.get(reverse("moderation:flags")).status_code == 200


def test_a_private_message_stays_where_it_is(carol_client, maya_client, make_conversation, ann):
    talk = make_conversation(messages=1)
    talk.messages.get(number=2).report(by=ann, reason="unkind")
    assert "1 reported message waits" in carol_client.get(reverse("moderation:queue")).content.decode()
    assert "reported message" not in maya_client.get(reverse("moderation:queue")).content.decode()

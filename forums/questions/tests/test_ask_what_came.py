"""30 and 90 days after an answer helped, the asker is asked what came of it: once, and only where there is something
to ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Post, Topic
from forums.questions.models import Acceptance, FollowUp, Outcome
from forums.questions.tasks import ask_what_came
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db

KIND = "forums/questions/outcome"


@pytest.fixture
def post(make_answer):
    return make_answer(accepted=True)


def asked(person):
    return Notice.objects.filter(person=person, kind=KIND).count(), Mail.objects.filter(to=person, kind=KIND).count()


def link(token):
    return reverse("questions:told", args=[token])


def test_the_asker_is_asked_after_30_and_after_90_days_once_each(ann, post, clock):
    ask_what_came()
    assert asked(ann) == (0, 0)
    clock(timedelta(days=30, minutes=1))
    for _beat in range(2):
        ask_what_came()
    assert asked(ann) == (1, 1)
    clock(timedelta(days=60))
    for _beat in range(2):
        ask_what_came()
    assert asked(ann) == (2, 2)


def test_the_letter_leads_to_one_page_with_one_button_without_signing_in(client, ann, eli, post, clock, mails):
    clock(timedelta(days=31))
    ask_what_came()
    letter = mails(kind=KIND)[0]
    letter.render()
    address = link(FollowUp.objects.get(days=30).token)
    for kind, _label in Outcome.KINDS:
        assert f"{address}?was={kind}" in letter.text
        assert f"{address}?was={kind}" in letter.html
    assert post.topic.title in letter.subject
    page = client.get(address, {"was": "worked"}).content.decode()
    assert (page.count("checked"), Outcome.objects.count()) == (1, 0)
    assert client.post(address, {"kind": "worked"}, follow=True).status_code == 200
    assert Post.objects.get(pk=post.pk).outcomes == {"worked": 1}
    assert Outcome.objects.get().is_asker
    assert "Thank you for telling" in client.get(address).content.decode()


def test_signed_in_the_asker_comes_to_their_own_page_and_nobody_else_to_any(ann_client, hana_client, client, post):
    address = link(FollowUp.objects.get(days=30).token)
    own = reverse("questions:outcome", args=[post.topic_id, post.number])
    assert ann_client.get(address, {"was": "not"})["Location"] == f"{own}?was=not"
    assert hana_client.get(address).status_code == 404
    assert hana_client.post(address, {"kind": "worked"}).status_code == 404
    assert client.get(link("nonsense")).status_code == 404
    assert client.get(link(FollowUp.objects.get(days=30).token + "x")).status_code == 404
    assert not Outcome.objects.exists()


def test_who_has_told_is_not_asked_and_never_tried_is_asked_once_more(ann, post, clock):
    Outcome.tell(post, by=ann, kind="never")
    clock(timedelta(days=31))
    ask_what_came()
    assert asked(ann) == (0, 0)
    clock(timedelta(days=60))
    ask_what_came()
    assert asked(ann) == (1, 1)


def test_who_said_after_30_days_how_it_went_is_left_alone_after_90(ann, post, clock):
    clock(timedelta(days=31))
    ask_what_came()
    Outcome.tell(post, by=ann, kind="partly")
    clock(timedelta(days=60))
    ask_what_came()
    assert asked(ann) == (1, 1)
    assert not FollowUp.objects.due().exists()


@pytest.mark.parametrize("gone", ["topic", "post", "mark", "sight", "account"])
def test_nobody_is_asked_of_what_is_not_there_for_them(ann, maya, post, clock, client, gone):
    token = FollowUp.objects.get(days=30).token
    if gone == "topic":
        post.topic.hide(by=maya)
    elif gone == "post":
        post.hide(by=maya)
    elif gone == "mark":
        Acceptance.withdraw(post, by=ann)
    elif gone == "sight":
        type(post.topic.board).objects.update(audience="members", posting="members")
        ann.belong_until(timezone.now() - timedelta(days=1), by=None)
    else:
        ann.is_active = False
        ann.save(update_fields=["is_active"])
    clock(timedelta(days=31))
    ask_what_came()
    assert asked(ann) == (0, 0)
    assert not FollowUp.objects.due().exists(), "and it is not looked at again every hour"
    assert client.get(link(token)).status_code == 404


def test_several_answers_to_one_question_are_asked_of_in_one_letter(ann, ann_client, hana, post, clock):
    second = post.topic.reply(by=hana, body="Or follow the money.")
    Acceptance.accept(second, by=ann)
    clock(timedelta(days=31))
    ask_what_came()
    assert asked(ann) == (1, 1)
    address = reverse("questions:outcome", args=[post.topic_id, post.number])
    page = ann_client.post(address, {"kind": "worked", "words": ""}, follow=True).content.decode()
    assert "What came of the answer by Hana Sato?" in page


def test_after_a_long_silence_the_latest_word_is_one(ann, post, clock):
    clock(timedelta(days=200))
    ask_what_came()
    assert asked(ann) == (1, 1)
    assert not FollowUp.objects.due().exists()


def test_did_not_work_asks_whether_the_question_is_open_again(ann, ann_client, client, post):
    address = reverse("questions:outcome", args=[post.topic_id, post.number])
    post.topic.close(by=ann)
    page = ann_client.post(address, {"kind": "not", "words": ""}, follow=True).content.decode()
    assert "Is your question open again?" in page
    ann_client.post(reverse("questions:reopening", args=[post.topic_id, post.number]), {"reopen": 1})
    topic = Topic.objects.get(pk=post.topic_id)
    assert (topic.accepted_count, topic.closed_at) == (0, None)
    assert Post.objects.get(pk=post.pk).outcomes == {"not": 1}, "what was told stays"


def test_it_is_open_again_from_the_letter_too(client, ann, post):
    address = link(FollowUp.objects.get(days=30).token)
    assert "Is your question open again?" not in client.post(address, {"kind": "worked"}, follow=True).content.decode()
    assert "Is your question open again?" in client.post(address, {"kind": "not"}, follow=True).content.decode()
    client.post(address, {"reopen": 1})
    assert Topic.objects.get(pk=post.topic_id).accepted_count == 0


def test_only_who_asked_or_moderators_open_it_again(hana_client, eli_client, post):
    address = reverse("questions:reopening", args=[post.topic_id, post.number])
    assert hana_client.post(address).status_code == 403
    assert eli_client.post(address).status_code == 403
    assert Topic.objects.get(pk=post.topic_id).accepted_count == 1


def test_who_stopped_the_letters_still_has_the_notice(ann, post, clock, mails):
    from members.mail.preferences import stop

    stop(ann.pk, KIND)
    clock(timedelta(days=31))
    ask_what_came()
    assert [mail.state for mail in mails(kind=KIND)] == [Mail.WITHHELD]
    assert Notice.objects.filter(person=ann, kind=KIND).count() == 1

"""A first post waits for a moderator, comes out by their word, or goes back to be changed; nothing of it is lost."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Attachment, Topic
from forums.discussions.models.attachments import discard_unclaimed
from forums.moderation import holding
from forums.moderation.models import Case, Held
from members.mail.models import Notice
from members.progress.models import Draft

pytestmark = pytest.mark.django_db

WORDS = "Ours has four stages, and nobody owns the third."


def reply(client, topic, body=WORDS, **fields):
    return client.post(reverse("forums:reply", args=[topic.pk]), {"body": body, **fields})


def ask(client, board, key="", **fields):
    about = {"kind": "question", "board": board.slug, "title": "Who owns the third stage?", "body": WORDS}
    return client.post(f"{reverse('forums:ask')}?draft={key}", {**about, "when": "now", **fields})


def decide(client, case, decision, words=""):
    return client.post(case.get_absolute_url(), {"decision": decision, "words": words})


def test_the_first_reply_of_a_new_account_is_seen_by_its_writer_alone(newcomer_client, eli_client, client, topic):
    answer = reply(newcomer_client, topic)
    held = Held.objects.get()
    assert answer.url == f"{topic.get_absolute_url()}#held-{held.pk}"
    assert topic.posts.count() == 1
    mine = newcomer_client.get(topic.get_absolute_url()).content.decode()
    assert WORDS in mine
    assert "Only you see this: a moderator reads it first" in mine
    for other in [eli_client, client]:
        assert WORDS not in other.get(topic.get_absolute_url()).content.decode()
    case = Case.objects.get()
    assert (case.kind, [each["saw"] for each in case.found]) == ("first", ["it is the first post of a new account"])


def test_the_same_form_twice_is_held_once(newcomer_client, topic):
    token = str(uuid.uuid4())
    reply(newcomer_client, topic, token=token)
    reply(newcomer_client, topic, token=token)
    assert Held.objects.count() == Case.objects.count() == 1


def test_members_and_who_was_one_and_old_accounts_are_not_held(ann_client, bob_client, cleo_client, topic):
    for number, client in enumerate([ann_client, bob_client, cleo_client]):
        reply(client, topic, body=f"{WORDS} {number}")
    assert topic.posts.count() == 4
    assert not Held.objects.exists()


def test_published_it_has_its_author_and_the_moment_of_approval(
    newcomer, newcomer_client, maya_client, topic, clock, mails
):
    reply(newcomer_client, topic)
    clock(timedelta(hours=5))
    decide(maya_client, Case.objects.get(), "approve")
    post = topic.posts.get(number=2)
    assert (post.author, post.body) == (newcomer, WORDS)
    assert post.created_at > Held.objects.get().at + timedelta(hours=4)
    assert Notice.objects.get(person=newcomer, kind="forums/moderation/published").url == post.get_absolute_url()
    assert len(mails(kind="forums/moderation/published")) == 1
    assert "Only you see this" not in newcomer_client.get(topic.get_absolute_url()).content.decode()
    reply(newcomer_client, topic, body="And the next one needs nobody's word.")
    assert topic.posts.filter(number=3, author=newcomer).exists()


def test_publishing_twice_makes_one_post(maya, make_held, topic):
    case = make_held().case
    holding.publish(case, by=maya)
    holding.publish(Case.objects.get(pk=case.pk), by=maya)
    assert topic.posts.count() == 2


def test_sent_back_it_is_changed_and_waits_in_the_same_case(newcomer, newcomer_client, maya_client, topic, mails):
    reply(newcomer_client, topic)
    case = Case.objects.get()
    decide(maya_client, case, "return", "Say which company it was, or say that you cannot.")
    assert "Say which company" in newcomer_client.get(topic.get_absolute_url()).content.decode()
    assert mails(kind="forums/moderation/returned")[0].context["words"].startswith("Say which company")
    page = newcomer_client.get(reverse("moderation:text", args=[case.pk]))
    assert page.context["form"]["body"].value() == WORDS
    newcomer_client.post(reverse("moderation:text", args=[case.pk]), {"body": "At a bank I cannot name."})
    case.refresh_from_db()
    assert (Case.objects.count(), case.state, case.held.body) == (1, "open", "At a bank I cannot name.")
    assert "Revised" in maya_client.get("/moderation/").content.decode()
    decide(maya_client, case, "approve")
    assert topic.posts.get(number=2).body == "At a bank I cannot name."


def test_a_topic_goes_back_to_the_drafts_and_comes_to_the_same_case(newcomer, newcomer_client, maya_client, board):
    key = str(uuid.uuid4())
    assert ask(newcomer_client, board, key).url == reverse("moderation:waiting")
    assert not Topic.objects.exists()
    case = Case.objects.get()
    decide(maya_client, case, "return", "A title that says more.")
    assert Draft.objects.find(newcomer, f"ask:{key}").fields["title"] == "Who owns the third stage?"
    page = newcomer_client.get(reverse("moderation:text", args=[case.pk])).content.decode()
    assert f"?draft={key}" in page
    ask(newcomer_client, board, key, title="Who owns the third stage of a claim?")
    case.refresh_from_db()
    assert (Case.objects.count(), case.state, case.title) == (1, "open", "Who owns the third stage of a claim?")
    decide(maya_client, case, "approve")
    assert Topic.objects.get().title == "Who owns the third stage of a claim?"
    assert Topic.objects.get().kind == "question"


def test_a_hidden_post_is_changed_by_its_author_and_shown_again(ann, ann_client, maya_client, client, make_flag):
    case = make_flag(reason="private").case
    topic = case.post.topic
    decide(maya_client, case, "return", "Leave the customer's name out.")
    assert client.get(topic.get_absolute_url()).status_code == 404
    ann_client.post(
        reverse("moderation:text", args=[case.pk]),
        {"title": topic.title, "body": "A customer of ours.", "version": "1"},
    )
    case.refresh_from_db()
    assert case.state == "open"
    assert client.get(topic.get_absolute_url()).status_code == 404, "a moderator reads it first"
    decide(maya_client, case, "approve")
    assert "A customer of ours." in client.get(topic.get_absolute_url()).content.decode()
    assert Notice.objects.filter(person=ann, kind="forums/moderation/published").exists()


def test_a_story_that_was_sent_back_is_changed_part_by_part(ann, ann_client, maya, maya_client, make_flag, make_topic):
    told = {"tried": "A survey of Acme.", "happened": "Silence.", "would_do_now": "Ask first."}
    topic = make_topic(kind="practice", story=told)
    case = make_flag(post=topic.posts.get()).case
    case.send_back(by=maya, words="Leave the name out.")
    page = ann_client.get(reverse("moderation:text", args=[case.pk]))
    assert page.context["form"]["part_tried"].value() == "A survey of Acme."
    parts = {"part_tried": "A survey.", "part_happened": "Silence.", "part_would_do_now": "Ask first.", "version": "1"}
    ann_client.post(reverse("moderation:text", args=[case.pk]), parts)
    topic.story.refresh_from_db()
    case.refresh_from_db()
    assert topic.story.parts["tried"] == "A survey."
    assert case.state == "open"


def test_others_do_not_see_the_page_of_a_text(make_held, eli_client, maya_client, client):
    case = make_held().case
    address = reverse("moderation:text", args=[case.pk])
    assert eli_client.get(address).status_code == maya_client.get(address).status_code == 404
    assert eli_client.post(reverse("moderation:withdrawal", args=[case.pk])).status_code == 404
    assert "/accounts/login/" in client.get(address).url


def test_its_author_takes_it_back_below_what_they_began_since(newcomer, newcomer_client, make_held, topic, maya_client):
    case = make_held().case
    Draft.keep(by=newcomer, key=f"reply:{topic.pk}", fields={"body": "Another thought."})
    newcomer_client.post(reverse("moderation:withdrawal", args=[case.pk]))
    assert Draft.objects.find(newcomer, f"reply:{topic.pk}").fields["body"] == f"Another thought.\n\n{WORDS}"
    assert "Nothing waits." in maya_client.get("/moderation/").content.decode()


def test_of_a_topic_that_was_closed_meanwhile_the_moderator_is_told(maya, maya_client, make_held, topic):
    case = make_held().case
    topic.close(by=maya)
    page = decide(maya_client, case, "approve")
    assert "The topic was closed meanwhile." in page.content.decode()
    case.refresh_from_db()
    assert case.state == "open"


def test_what_is_not_published_stays_with_its_author(newcomer_client, maya_client, make_held, topic):
    case = make_held().case
    decide(maya_client, case, "refuse", "This sells something.")
    page = newcomer_client.get(reverse("moderation:text", args=[case.pk])).content.decode()
    assert "This sells something." in page
    assert WORDS in page
    assert topic.posts.count() == 1
    maya_client.post(reverse("moderation:undoing", args=[case.pk]))
    decide(maya_client, case, "approve")
    assert topic.posts.count() == 2


def test_what_was_published_can_be_taken_back(maya_client, make_held, topic, client):
    case = make_held().case
    decide(maya_client, case, "approve")
    maya_client.post(reverse("moderation:undoing", args=[case.pk]))
    assert WORDS not in client.get(topic.get_absolute_url()).content.decode()
    decide(maya_client, case, "approve")
    assert WORDS in client.get(topic.get_absolute_url()).content.decode()
    assert topic.posts.count() == 2


def test_the_files_of_a_text_stay_as_long_as_it_waits(newcomer, newcomer_client, topic, maya):
    key = f"reply:{topic.pk}"
    sent = Attachment.send(SimpleUploadedFile("notes.txt", b"Four stages."), by=newcomer, key=key)
    newcomer_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "See my notes.", "draft_key": key})
    held = Held.objects.get(person=newcomer)
    Attachment.objects.update(at=timezone.now() - timedelta(days=40))
    assert discard_unclaimed() == 0
    held.case.claim(by=maya)
    holding.refuse(held.case, by=maya, words="Not here.")
    assert discard_unclaimed() == 0, "its author may object, and it comes out as it was"
    Case.objects.update(settled_at=timezone.now() - timedelta(days=31))
    assert discard_unclaimed() == 1
    assert not Attachment.objects.filter(pk=sent.pk).exists()

"""What somebody writes outlives an ended session, a mistake in the form, a second window and a change of mind."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from forums.discussions.models import Post, Topic
from members.progress.lost import KEPT, MOST_BYTES, MOST_TEXTS, signed
from members.progress.models import Draft

pytestmark = pytest.mark.django_db

WORDS = "We gave ours to the lead of operations."


def reply_url(topic, **query):
    return reverse("forums:reply", args=[topic.pk], query=query)


def fields_for(topic, body=WORDS, **changes):
    return {"body": body, "token": str(uuid.uuid4()), "draft_key": f"reply:{topic.pk}"} | changes


def text_in(answer):
    """What stands in the field for the text."""
    return re.search(r"<textarea[^>]*name=\"body\"[^>]*>\n?(.*?)</textarea>", answer.content.decode(), re.DOTALL)[1]


def value_of(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def sign_out(client):
    session = client.session
    session.pop(SESSION_KEY)
    session.save()


# --- kept for later -----------------------------------------------------------------------------------------------


def test_a_reply_kept_for_later_waits_in_the_topic_and_on_its_page(eli_client, eli, topic):
    came_from = {"referer": f"http://testserver{topic.get_absolute_url()}"}
    answer = eli_client.post(reply_url(topic), fields_for(topic, keep="1"), headers=came_from)
    assert answer.url == came_from["referer"]
    assert topic.posts.count() == 1
    for address in [topic.get_absolute_url(), reply_url(topic)]:
        assert text_in(eli_client.get(address)) == WORDS
    assert reply_url(topic) in eli_client.get(reverse("progress:drafts")).content.decode()


def test_a_question_kept_for_later_comes_back_whole(ann_client, ann, board, make_board):
    other = make_board(slug="metrics", name="Metrics")
    form = {"title": "Who owns it?", "body": WORDS, "kind": "discussion", "board": other.slug, "keep": "1"}
    came_from = {"referer": f"http://testserver{reverse('forums:ask')}"}
    draft_key = value_of(ann_client.get(reverse("forums:ask")), "draft_key")
    answer = ann_client.post(reverse("forums:ask"), form | {"draft_key": draft_key}, headers=came_from)
    assert not Topic.objects.exists()
    page = ann_client.get(answer.url)
    assert text_in(page) == WORDS
    assert value_of(page, "draft_key") == draft_key
    assert (page.context["form"]["kind"].value(), page.context["form"]["board"].value()) == ("discussion", "metrics")


def test_the_ask_page_says_how_many_drafts_there_are(ann_client, ann, board):
    assert "You have" not in ann_client.get(reverse("forums:ask")).content.decode()
    for _number in range(3):
        ann_client.post(reverse("forums:ask"), {"body": WORDS, "keep": "1"})
    assert "You have 3 drafts." in ann_client.get(reverse("forums:ask")).content.decode()
    assert "3 drafts wait for you" in ann_client.get(reverse("home")).content.decode()


def test_the_draft_in_somebody_elses_address_is_a_new_one_of_my_own(ann_client, eli_client, ann, board):
    answer = ann_client.post(reverse("forums:ask"), {"body": "Ann's own words", "keep": "1"})
    page = eli_client.get(answer.url)
    assert page.status_code == 200
    assert "own words" not in page.content.decode()
    assert eli_client.get(reverse("forums:ask"), {"draft": "nonsense"}).status_code == 200


def test_a_change_to_a_post_waits_beside_the_post_as_it_is(ann_client, topic):
    address = reverse("forums:edit", args=[topic.pk, 1])
    ann_client.post(address, {"body": "Ours has seven.", "keep": "1"})
    assert topic.posts.get().body == "Ours has six."
    assert text_in(ann_client.get(address)) == "Ours has seven."
    ann_client.post(reverse("progress:afresh"), {"draft_key": f"edit:{topic.posts.get().pk}"})
    assert text_in(ann_client.get(address)) == "Ours has six."


def test_nothing_is_nothing_to_keep(eli_client, eli, topic):
    answer = eli_client.post(reply_url(topic), fields_for(topic, body=" ", keep="1"), follow=True)
    assert "There is no text to keep yet." in answer.content.decode()
    assert not Draft.objects.exists()


def test_too_long_to_be_kept_stays_in_the_form(eli_client, topic):
    answer = eli_client.post(reply_url(topic), fields_for(topic, body="x" * 1_000_000, keep="1"))
    assert answer.status_code == 200
    assert "longer than a draft can be" in answer.content.decode()
    assert len(text_in(answer)) == 1_000_000


def test_without_a_script_the_second_window_sees_both_texts_and_chooses(eli_client, eli, topic):
    eli_client.post(reply_url(topic), fields_for(topic, body="From the first window.", keep="1", draft_version="0"))
    answer = eli_client.post(reply_url(topic), fields_for(topic, body="From the second.", keep="1", draft_version="0"))
    assert "From the first window." in answer.content.decode()
    assert "You wrote more in another window." in answer.content.decode()
    assert text_in(answer) == "From the second."
    again = fields_for(topic, body="From the second.", keep="1", draft_version=value_of(answer, "draft_version"))
    eli_client.post(reply_url(topic), again)
    assert Draft.objects.find(eli, f"reply:{topic.pk}").fields["body"] == "From the second."


# --- sent ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_gone_when_its_text_is_sent(eli_client, eli, topic):
    eli_client.post(reply_url(topic), fields_for(topic, keep="1"))
    answer = eli_client.post(reply_url(topic), fields_for(topic, draft_version="1"), follow=True)
    assert not Draft.objects.of(eli).exists()
    assert text_in(answer) == ""
    assert f'<meta name="draft-accepted" content="{eli.pk}:reply:{topic.pk}">' in answer.content.decode()


def test_a_form_sent_twice_makes_one_post_and_leaves_no_draft(eli_client, eli, topic):
    form = fields_for(topic)
    for _time in range(2):
        eli_client.post(reply_url(topic), form)
    assert Post.objects.filter(author=eli).count() == 1
    assert not Draft.objects.of(eli).exists()


def test_a_form_that_arrives_twice_does_not_take_the_next_draft_with_it(eli_client, eli, topic):
    form = fields_for(topic, draft_version="0")
    eli_client.post(reply_url(topic), form)
    version = value_of(eli_client.get(topic.get_absolute_url()), "draft_version")
    eli_client.post(reply_url(topic), fields_for(topic, body="One more thing", keep="1", draft_version=version))
    eli_client.post(reply_url(topic), form)
    assert Draft.objects.find(eli, f"reply:{topic.pk}").fields["body"] == "One more thing"


def test_a_mistake_in_the_form_leaves_the_draft_and_the_words(ann_client, ann, board):
    form = {"draft_key": f"ask:{uuid.uuid4()}", "title": "Hm", "body": WORDS, "kind": "question", "board": board.slug}
    ann_client.post(reverse("forums:ask"), form | {"keep": "1"})
    answer = ann_client.post(reverse("forums:ask"), form | {"draft_version": "1"})
    assert "A few more words" in answer.content.decode()
    assert text_in(answer) == WORDS
    assert value_of(answer, "draft_version") == "1"
    assert Draft.objects.of(ann).count() == 1


def test_a_topic_closed_meanwhile_leaves_the_draft(eli_client, eli, maya, topic):
    eli_client.post(reply_url(topic), fields_for(topic, keep="1"))
    topic.close(by=maya)
    assert text_in(eli_client.post(reply_url(topic), fields_for(topic, draft_version="1"))) == WORDS
    assert Draft.objects.of(eli).exists()


# --- an ended session ---------------------------------------------------------------------------------------------


@pytest.fixture
def lost(eli_client, eli, topic):
    """Eli's session ended, and then he sent his reply."""
    sign_out(eli_client)
    return eli_client.post(reply_url(topic), fields_for(topic, draft_by=signed(eli)))


def test_a_reply_sent_when_the_session_had_ended_is_there_after_signing_in(eli_client, eli, topic, lost):
    assert lost.url == f"{reverse('account_login')}?next={reply_url(topic)}"
    assert "Your text is kept" in eli_client.get(lost.url).content.decode()
    assert topic.posts.count() == 1
    eli_client.force_login(eli)
    page = eli_client.get(reply_url(topic))
    assert text_in(page) == WORDS
    assert "data-draft-unsaved" in page.content.decode()
    eli_client.post(reply_url(topic), fields_for(topic))
    assert topic.posts.count() == 2
    assert text_in(eli_client.get(reply_url(topic))) == ""


def test_a_question_sent_when_the_session_had_ended_comes_back_to_its_form(ann_client, ann, board):
    key = f"ask:{uuid.uuid4()}"
    sign_out(ann_client)
    form = {"draft_key": key, "draft_by": signed(ann), "title": "Who owns it?", "body": WORDS, "board": board.slug}
    answer = ann_client.post(reverse("forums:ask", query={"board": board.slug}), form)
    ann_client.force_login(ann)
    back = ann_client.get(answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=").replace("%26", "&"))
    assert text_in(back) == WORDS
    assert value_of(back, "draft_key") == key


def test_it_is_not_shown_to_somebody_else_who_signs_in_there(eli_client, ann, topic, lost):
    eli_client.force_login(ann)
    assert text_in(eli_client.get(reply_url(topic))) == ""


def test_a_newer_draft_is_not_hidden_by_an_older_lost_text(eli_client, eli, topic, lost, clock):
    clock(timedelta(minutes=5))
    Draft.keep(by=eli, key=f"reply:{topic.pk}", fields={"body": "Written since, elsewhere."})
    eli_client.force_login(eli)
    assert text_in(eli_client.get(reply_url(topic))) == "Written since, elsewhere."


def test_a_lost_text_that_the_script_saved_is_kept_once(eli_client, eli, topic, lost):
    eli_client.force_login(eli)
    eli_client.get(reply_url(topic))
    eli_client.post(reverse("progress:save"), fields_for(topic, draft_version="0"))
    assert KEPT not in eli_client.session or eli_client.session[KEPT] == []
    assert text_in(eli_client.get(reply_url(topic))) == WORDS


def test_a_session_holds_a_few_texts_and_not_more(client, make_topic):
    for number in range(MOST_TEXTS + 2):
        topic = make_topic()
        client.post(reply_url(topic), fields_for(topic, body=f"Text {number}"))
    kept = client.session[KEPT]
    assert [text["fields"]["body"] for text in kept] == [f"Text {number}" for number in range(2, MOST_TEXTS + 2)]


def test_a_text_too_long_to_be_kept_is_handed_back(client, topic):
    answer = client.post(reply_url(topic), fields_for(topic, body="y" * (MOST_BYTES + 1)))
    assert answer.status_code == 413
    assert "y" * (MOST_BYTES + 1) in answer.content.decode()
    assert KEPT not in client.session


def test_a_text_of_another_kind_is_not_kept(client, topic):
    client.post(reply_url(topic), fields_for(topic, draft_key="edit:1"))
    client.post(reply_url(topic), fields_for(topic, draft_key="nobody:1"))
    assert KEPT not in client.session


def test_looking_at_a_form_still_needs_an_account(client, topic):
    for address in [reply_url(topic), reverse("forums:ask"), reverse("forums:edit", args=[topic.pk, 1])]:
        assert client.get(address).url.startswith(reverse("account_login"))


# --- the list -----------------------------------------------------------------------------------------------------


def test_a_reply_to_a_topic_one_no_longer_sees_keeps_its_words_and_not_the_title(eli_client, eli, maya, make_topic):
    topic = make_topic(title="A title nobody may know now")
    eli_client.post(reply_url(topic), fields_for(topic, keep="1"))
    topic.hide(by=maya)
    page = eli_client.get(reverse("progress:drafts")).content.decode()
    assert "A title nobody" not in page
    assert "Something that is no longer there" in page
    draft = Draft.objects.of(eli).get()
    assert WORDS in eli_client.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize("how_many", [1, 12])
def test_drafts_of_all_kinds_cost_the_same(ann_client, ann, make_topic, how_many, django_assert_num_queries):
    for _number in range(how_many):
        topic = make_topic()
        for key in [f"ask:{uuid.uuid4()}", f"reply:{topic.pk}", f"edit:{topic.posts.get().pk}"]:
            Draft.keep(by=ann, key=key, fields={"body": WORDS})
    ann_client.get(reverse("progress:drafts"))
    with django_assert_num_queries(6):  # session, person, drafts, thrown away, topics, posts
        ann_client.get(reverse("progress:drafts"))

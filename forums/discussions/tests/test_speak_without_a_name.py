"""Writing without one's name: who may, by which words, and that a conversation can still be followed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone, translation

from forums.discussions.models import Behind, ContextCard, Planned, Post, Topic
from forums.discussions.models.attachments import Attachment, FilesTell
from forums.discussions.models.voices import AnotherVoice, NoVoice, Voice, voice_of
from members.audit.models import Entry
from members.subjects.models import PersonContext

pytestmark = pytest.mark.django_db

WORDS = "CX director · insurance · 10,000 people and more · Europe"


def words_of(client, url, **asked):
    return client.get(url, asked).content.decode()


def sent(board, **changes):
    about = {
        "kind": "question",
        "board": board.slug,
        "title": "How do you tell your boss?",
        "body": "Mine does not ask.",
    }
    return about | {"safely": "on", "shown_as": WORDS} | changes


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([{}] * 7, WORDS),
        ([{"region": "asia"}] * 7, "CX director · insurance · 10,000 people and more"),
        ([{"size": "under_50"}] * 7, "CX director · insurance · Europe"),
        ([{"size": "under_50", "region": "asia"}] * 7, "CX director · insurance"),
        ([{"role": "manager", "size": "under_50", "region": "asia"}] * 7, "Insurance"),
        ([{"role": "manager", "sector": "retail", "size": "under_50", "region": "asia"}] * 7, "A member of CXPA"),
        ([{}] * 6 + [{"region": "asia"}], "CX director · insurance · 10,000 people and more"),
    ],
)
def test_the_words_say_as_much_as_eight_members_share(board, ann, works, make_person, others, words):
    works(ann)
    for said in others:
        works(make_person(), **said)
    assert voice_of(ann, board).words == words


def test_only_members_of_today_who_may_write_there_are_counted(make_board, ann, works, crowd):
    works(ann)
    crowd(4, role="manager", sector="retail", size="under_50", region="asia")
    lapsed, suspended, *_others = crowd(7)
    lapsed.belong_until(timezone.now() - timedelta(days=1), by=None)
    suspended.is_active = False
    suspended.save(update_fields=["is_active"])
    assert voice_of(ann, make_board()) == Voice("A member of CXPA", 10)
    crowd(2)
    assert voice_of(ann, make_board()) == Voice(WORDS, 8)
    few = Group.objects.create(name="Five of us")
    few.user_set.add(ann)
    with pytest.raises(NoVoice, match="Fewer than eight"):
        voice_of(ann, make_board(slug="few", audience="group", group=few, posting="group", posting_group=few))


def test_the_words_are_in_the_portals_language_whatever_the_writers(board, ann, works, crowd):
    works(ann)
    crowd(7)
    with translation.override("de"):
        assert voice_of(ann, board).words == WORDS


def test_somebody_without_membership_or_context_is_told_why(board, ann, cleo):
    with pytest.raises(NoVoice, match="Members of CXPA"):
        voice_of(cleo, board)
    with pytest.raises(NoVoice, match="where you work"):
        voice_of(ann, board)


def test_the_form_shows_the_words_and_how_many_they_fit_and_sends_by_them(ann_client, ann, board, works, crowd):
    works(ann)
    crowd(9)
    page = words_of(ann_client, reverse("forums:ask"), board=board.slug)
    assert WORDS in page
    assert "10 members fit these words" in page
    ann_client.post(reverse("forums:ask"), sent(board))
    topic = Topic.objects.get()
    assert (topic.voice, topic.author.name, topic.last_voice) == (WORDS, "A member", WORDS)
    assert topic.posts.get().voice == WORDS
    assert not topic.author.is_active
    assert topic.is_by(ann)


def test_when_fewer_fit_between_looking_and_sending_the_writer_looks_again(ann_client, ann, board, works, crowd):
    works(ann)
    first, *_others = crowd(7)
    assert WORDS in words_of(ann_client, reverse("forums:ask"), board=board.slug)
    works(first, region="asia")
    answer = ann_client.post(reverse("forums:ask"), sent(board)).content.decode()
    assert not Topic.objects.exists()
    assert "Readers would now see “CX director · insurance · 10,000 people and more”" in answer
    assert "Mine does not ask." in answer
    ann_client.post(reverse("forums:ask"), sent(board, shown_as="CX director · insurance · 10,000 people and more"))
    assert Topic.objects.get().voice == "CX director · insurance · 10,000 people and more"


def test_words_nobody_was_shown_are_never_used(ann_client, ann, board, works, crowd):
    works(ann)
    crowd(7)
    ann_client.post(reverse("forums:ask"), sent(board, shown_as=""))
    ann_client.post(reverse("forums:ask"), sent(board, shown_as="King of Spain"))
    assert not Topic.objects.exists()


def test_in_a_topic_one_voice_is_one_person_and_the_next_gets_a_number(nameless_topic, eli, ann, works, make_topic):
    topic = nameless_topic()
    works(ann, sector="retail", region="asia")  # they moved on; the voice stays
    mine = topic.reply(by=ann, body="One thing more.", safely=True)
    works(eli)
    other = topic.reply(by=eli, body="The same here.", safely=True)
    assert (mine.voice, other.voice) == (WORDS, f"{WORDS} (second voice)")
    assert mine.is_by_who_began
    assert not other.is_by_who_began
    assert not topic.reply(by=ann, body="By name.").is_by_who_began
    elsewhere = make_topic(by=eli, safely=True)
    assert elsewhere.voice == WORDS, "nothing tells that it is the second voice of the other topic"


def test_who_speaks_there_without_a_name_goes_on_so(nameless_topic, ann_client, eli_client):
    topic = nameless_topic()
    assert "You speak here as" in words_of(ann_client, topic.get_absolute_url())
    assert "You speak here as" not in words_of(eli_client, topic.get_absolute_url())
    ann_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "More.", "safely": "on", "shown_as": WORDS})
    assert topic.posts.get(number=2).voice == WORDS


def test_the_way_to_it_from_the_topics_page_keeps_what_is_typed(make_topic, ann_client, ann, eli, works, crowd):
    works(ann)
    crowd(7)
    topic = make_topic(by=eli)
    address = reverse("forums:reply", args=[topic.pk])
    page = ann_client.post(address, {"body": "Half a sentence", "switch": "safely"}).content.decode()
    assert "Half a sentence" in page
    assert WORDS in page
    assert "There is no text yet" not in ann_client.post(address, {"body": "", "switch": "safely"}).content.decode()
    assert topic.posts.count() == 1


def test_the_writer_edits_closes_and_answers_without_a_name(nameless_topic, ann_client, ann, eli_client):
    topic = nameless_topic()
    address = reverse("forums:edit", args=[topic.pk, 1])
    assert "You" in words_of(ann_client, topic.get_absolute_url())
    ann_client.post(address, {"body": "Said better.", "version": 1})
    ann_client.post(reverse("forums:closure", args=[topic.pk]))
    post, topic = topic.posts.get(), Topic.objects.get()
    assert post.body == "Said better."
    assert topic.closed_at
    nobody = topic.author
    shown = {post.edited_by, post.revisions.get().by, topic.closed_by}
    shown |= set(Entry.objects.filter(action__startswith="discussions.").values_list("by", flat=True)) - {nobody.pk}
    assert shown == {nobody}
    assert eli_client.get(address).status_code == 403


def test_a_name_stays_away_when_a_form_is_sent_twice(nameless_topic, ann):
    token = "7d44a7d5-8f3c-4f2e-9a5d-2a6f0f3b8e11"
    topic = nameless_topic(token=token)
    assert nameless_topic(token=token) == topic
    reply = {"by": ann, "body": "Once.", "token": "7d44a7d5-8f3c-4f2e-9a5d-2a6f0f3b8e12", "safely": True}
    assert topic.reply(**reply) == topic.reply(**reply)
    assert Behind.objects.count() == 2


def test_what_would_tell_is_left_out_or_refused(nameless_topic, ann, ann_client, board, make_picture):
    topic = nameless_topic(context={"sector": "insurance", "region": "europe"})
    assert not ContextCard.objects.filter(topic=topic).exists()
    later = {"when": "later", "at_0": "2099-01-01", "at_1": "09:00"}
    assert (
        "stands in the record with your name"
        in ann_client.post(reverse("forums:ask"), sent(board, **later)).content.decode()
    )
    assert not Planned.objects.exists()
    Attachment.objects.create(file=make_picture(by=ann, purpose="post"), person=ann, draft_key="reply:1")
    with pytest.raises(FilesTell):
        topic.reply(by=ann, body="With a picture.", safely=True, files="reply:1")
    assert topic.posts.count() == 1


def test_nobody_blocks_the_one_without_a_name(nameless_topic, eli_client, eli):
    topic = nameless_topic()
    assert eli_client.post(reverse("connections:block", args=[topic.author_id])).status_code == 404
    assert "Hear no more from" not in words_of(eli_client, topic.get_absolute_url())


def test_the_words_are_settled_when_it_is_written(nameless_topic, ann):
    topic = nameless_topic()
    PersonContext.objects.all().delete()
    topic.reply(by=ann, body="Still me.", safely=True)
    assert set(Post.objects.values_list("speaks_as", flat=True)) == {WORDS}


def test_a_verb_told_of_other_words_refuses(board, ann, works, crowd, make_topic):
    works(ann)
    crowd(7)
    with pytest.raises(AnotherVoice):
        make_topic(safely=True, shown_as="A member of CXPA")
    assert not Topic.objects.exists()


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_page_of_voices_costs_what_a_page_of_names_does(
    nameless_topic, ann_client, ann, how_many, django_assert_max_num_queries
):
    topic = nameless_topic()
    for _number in range(how_many):
        topic.reply(by=ann, body="More.", safely=True)
    ann_client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(8):
        ann_client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(6):
        ann_client.get(reverse("forums:mine"))

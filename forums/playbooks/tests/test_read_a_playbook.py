"""Who reads it: whoever may read all that stands behind it, asked anew each time."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from forums.playbooks import tasks
from forums.playbooks.models import Passage, Playbook
from members.mail.models import Notice
from members.subjects.models import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def members_topic(make_board, make_topic, ann):
    return make_topic(board=make_board(audience="members", posting="members"), body="Said among members.")


def test_everyone_reads_one_of_a_public_board(client, make_playbook, make_solved):
    topic = make_solved()
    playbook = make_playbook(topic=topic)
    page = client.get(playbook.get_absolute_url()).content.decode()
    assert "Begin with the <strong>complaints</strong>" in page
    assert topic.get_absolute_url() in page
    assert "Eli Brandt" in page
    assert "Everyone can read it, also without signing in." in page
    assert playbook.title in client.get("/playbooks/").content.decode()
    assert playbook.title in client.get(topic.get_absolute_url()).content.decode()


def test_a_source_on_a_narrower_board_narrows_all_of_it(
    client, cleo_client, eli_client, ann, make_playbook, members_topic
):
    playbook = make_playbook()
    post = members_topic.posts.get()
    Passage.add(playbook, by=ann, heading="Among members", text="It was said there.", posts=[post])
    topic = playbook.passages.first().sources.get().post.topic
    for browser in [client, cleo_client]:
        assert browser.get(playbook.get_absolute_url()).status_code == 404
        assert playbook.title not in browser.get("/playbooks/").content.decode()
        assert playbook.title not in browser.get(topic.get_absolute_url()).content.decode()
    assert eli_client.get(playbook.get_absolute_url()).status_code == 200


def test_the_writer_is_told_when_fewer_can_read_it(ann_client, make_playbook, members_topic):
    playbook = make_playbook()
    said = {"heading": "Among members", "text": "Said.", "posts": members_topic.posts.get().get_absolute_url()}
    page = ann_client.post(f"/playbooks/{playbook.pk}/passages/", said, follow=True).content.decode()
    assert "who can read it has changed: Members of CXPA can read it." in page


def test_a_passage_taken_out_no_longer_narrows_it_and_its_text_stays_closed(client, ann, make_playbook, members_topic):
    playbook = make_playbook()
    posts = [members_topic.posts.get()]
    Passage.add(playbook, by=ann, heading="Among members", text="A secret of members.", posts=posts).remove(by=ann)
    assert client.get(playbook.get_absolute_url()).status_code == 200
    history = client.get(f"/playbooks/{playbook.pk}/history/").content.decode()
    assert "A secret of members." not in history
    assert "Among members" not in history
    assert "a text that stood on a post you cannot read" in history


def test_a_board_that_closes_takes_it_along(client, make_playbook, board):
    playbook = make_playbook()
    board.audience, board.posting = "members", "members"
    board.save()
    assert client.get(playbook.get_absolute_url()).status_code == 404


def test_the_owner_reads_it_no_longer_than_its_boards(ann, ann_client, make_playbook, board):
    playbook = make_playbook()
    board.audience, board.group = "group", Group.objects.create(name="Others")
    board.save()
    assert ann_client.get(playbook.get_absolute_url()).status_code == 404
    assert ann_client.post(f"/playbooks/{playbook.pk}/check/").status_code == 404


@pytest.mark.parametrize("what", ["post", "topic"])
def test_a_hidden_source_hides_its_passage_and_the_owner_is_told_once(
    client, ann_client, ann, maya, make_playbook, what
):
    playbook = make_playbook()
    post = playbook.passages.get().sources.get().post
    (post if what == "post" else post.topic).hide(by=maya)
    page = client.get(playbook.get_absolute_url()).content.decode()
    assert "complaints" not in page
    assert "Eli Brandt" not in page
    assert "A post behind this passage is no longer here." in page
    assert "Not shown to readers" in ann_client.get(playbook.get_absolute_url()).content.decode()
    tasks.look()
    tasks.look()
    told = Notice.objects.get(person=ann, kind="forums/playbooks/gone")
    assert told.headline.startswith("A post behind “Map a journey nobody owns” is gone")


def test_it_comes_by_its_old_address_too(client, make_playbook):
    playbook = make_playbook()
    answer = client.get(f"/playbooks/{playbook.pk}/an-old-title/")
    assert answer.url == playbook.get_absolute_url()


def test_a_nameless_voice_stays_nameless(client, make_playbook, make_solved):
    topic = make_solved()
    topic.posts.filter(number=2).update(speaks_as="A CX director, insurance, Europe")
    playbook = make_playbook(topic=topic)
    page = client.get(playbook.get_absolute_url()).content.decode()
    assert "A CX director, insurance, Europe" in page
    assert "Eli Brandt" not in page


def fill(ann, make_solved, count):
    """So many playbooks of one topic, cheaply."""
    topic, now = make_solved(), timezone.now()
    dates = {"published_at": now, "checked_at": now, "due_at": now + timedelta(days=90), "state": "published"}
    for number in range(count):
        dates["published_at"] = now - timedelta(minutes=number)
        playbook = Playbook.objects.create(
            title=f"Playbook {number:02}", slug="a-b", about="Of it.", owner=ann, **dates
        )
        playbook.subjects.set(Subject.objects.filter(parent__isnull=False).order_by("pk")[:1])
        Passage.add(playbook, by=ann, heading="One", text="Two.", posts=list(topic.posts.all()))


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_at_any_length(ann, eli_client, make_solved, count, django_assert_max_num_queries):
    fill(ann, make_solved, count)
    with django_assert_max_num_queries(6):
        eli_client.get("/playbooks/")


def test_the_list_goes_on_by_keyset_within_its_subject(ann, client, make_solved):
    fill(ann, make_solved, 25)
    subject = Subject.objects.filter(parent__isnull=False).order_by("pk").first()
    first = client.get(f"/playbooks/?subject={subject.slug}")
    second = client.get("/playbooks/" + first.context["older_url"])
    titles = [row.title for row in [*first.context["rows"], *second.context["rows"]]]
    assert titles == [f"Playbook {number:02}" for number in range(25)]
    assert client.get("/playbooks/?older=nonsense").status_code == 200
    assert client.get("/playbooks/?subject=nothing-of-this").status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_a_page_costs_the_same_at_any_length(
    eli_client, make_solved, make_playbook, count, django_assert_max_num_queries
):
    playbook = make_playbook(topic=make_solved(answers=count))
    with django_assert_max_num_queries(10):
        eli_client.get(playbook.get_absolute_url())

"""What stands around a topic: its kind, its context, its title, its pin, and who may improve it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from forums.discussions.models import ContextCard, NotAllowed, TooManyPinned, Topic
from members.subjects.models import PersonContext

BEGUN = {"kind": "question", "title": "Who owns the journey?", "body": "Ours has six."}


def test_announcements_are_for_those_who_run_the_board(ann, maya, make_board):
    board = make_board()
    with pytest.raises(NotAllowed):
        Topic.start(board=board, by=ann, kind="announcement", title="The programme is out", body="Here.")
    Topic.start(board=board, by=maya, kind="announcement", title="The programme is out", body="Here.")
    editors = Group.objects.create(name="Editors")
    ann.groups.add(editors)
    theirs = make_board(posting="group", posting_group=editors)
    ann.__dict__.pop("_my_groups", None)
    assert Topic.start(board=theirs, by=ann, kind="announcement", title="The programme is out", body="Here.")


def test_a_board_written_by_a_group_takes_nothing_from_others(ann, eli, make_board):
    editors = Group.objects.create(name="Editors")
    board = make_board(posting="group", posting_group=editors)
    with pytest.raises(NotAllowed):
        Topic.start(board=board, by=ann, title="May I write here?", body="No.")
    assert board not in type(board).objects.open_to(eli)


def test_the_context_begins_with_the_profile_and_can_be_left_out(ann, ann_client, board):
    PersonContext.say(ann, sector="insurance", size="over_10000")
    page = ann_client.get(reverse("forums:ask")).content.decode()
    assert "Insurance&nbsp;· 10,000 people and more" in page
    sent = BEGUN | {"board": board.slug, "sector": "insurance", "size": "over_10000"}
    page = ann_client.post(reverse("forums:ask"), sent | {"without_context": "1"}).content.decode()
    assert "Say in what kind of company this is" in page
    assert "Ours has six." in page
    ann_client.post(reverse("forums:ask"), sent)
    topic = Topic.objects.get()
    assert "Insurance&nbsp;· 10,000 people and more" in ann_client.get(topic.get_absolute_url()).content.decode()
    ann_client.post(reverse("forums:facts", args=[topic.pk]), {"title": topic.title})
    assert not ContextCard.objects.exists()


def test_where_i_work_is_said_once_and_the_region_guessed(eli, eli_client):
    eli.country = "CH"
    eli.save()
    address = reverse("subjects:work")
    assert '<option value="europe" selected>' in eli_client.get(address).content.decode()
    assert eli_client.post(address, {"sector": "nonsense"}).status_code == 200
    assert eli_client.post(address, {"sector": "health", "region": "asia"}).status_code == 302
    assert PersonContext.of(eli)["region"] == "asia"


def test_a_title_is_changed_and_the_old_address_leads_on(ann_client, eli_client, topic):
    old = topic.get_absolute_url()
    assert eli_client.get(reverse("forums:facts", args=[topic.pk])).status_code == 403
    ann_client.post(reverse("forums:facts", args=[topic.pk]), {"title": "Who decides about the journey?"})
    topic.refresh_from_db()
    assert topic.title == "Who decides about the journey?"
    assert ann_client.get(old)["Location"] == topic.get_absolute_url()
    assert topic.posts.get().revisions.get().title == "How do you map a journey nobody owns?"


def test_everyone_may_improve_a_first_post_where_its_author_lets_them(ann_client, eli, eli_client, cleo, topic):
    address = reverse("forums:edit", args=[topic.pk, 1])
    assert eli_client.get(address).status_code == 403
    ann_client.post(reverse("forums:facts", args=[topic.pk]), {"title": topic.title, "everyone_edits": "on"})
    assert "may improve this post" in eli_client.get(topic.get_absolute_url()).content.decode()
    eli_client.post(address, {"body": "Ours has seven.", "version": "1"})
    post = topic.posts.get()
    assert (post.body, post.edited_by) == ("Ours has seven.", eli)
    topic.refresh_from_db()
    topic.reply(by=eli, body="A reply is my own.")
    assert ann_client.get(reverse("forums:edit", args=[topic.pk, 2])).status_code == 403


def test_pins_stand_until_their_day_and_are_few(clock, maya, maya_client, ann_client, make_topic):
    first = make_topic()
    pin = reverse("forums:pin", args=[first.pk])
    assert ann_client.post(pin).status_code == 403
    assert maya_client.post(pin, {"last_day": "2020-01-01"}).status_code == 200
    maya_client.post(pin)
    first.refresh_from_db()
    assert first.is_pinned
    for _number in range(2):
        make_topic().pin(by=maya)
    with pytest.raises(TooManyPinned):
        make_topic().pin(by=maya)
    assert "stand first on this board already" in (
        maya_client.post(reverse("forums:pin", args=[make_topic().pk])).content.decode()
    )
    first.pin(by=maya, until=first.created_at + timedelta(days=1))
    clock(timedelta(days=2))
    assert not first.is_pinned
    make_topic().pin(by=maya)
    maya_client.post(pin, {"unpin": "1"})
    first.refresh_from_db()
    assert first.pinned_at is None

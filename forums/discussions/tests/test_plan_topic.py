"""Topics written now and published at their hour."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from forums.discussions import planning
from forums.discussions.models import Planned, Topic
from members.progress.models import Draft

HOUR = timedelta(hours=1)


def in_form(board, moment, **changes):
    """A form for `moment`, as somebody in UTC fills it in."""
    at = {"at_0": f"{moment:%Y-%m-%d}", "at_1": f"{moment:%H:%M}"}
    about = {"kind": "question", "board": board.slug, "title": "Who owns the journey?", "body": "Ours has six."}
    return about | {"when": "later"} | at | changes


@pytest.fixture
def planned(ann_client, board):
    ann_client.post(reverse("forums:ask"), in_form(board, timezone.now() + timedelta(days=2)))
    return Planned.objects.get()


def test_a_topic_is_planned_and_nobody_else_sees_it(ann_client, eli_client, planned):
    assert not Topic.objects.exists()
    assert "Who owns the journey?" in ann_client.get(reverse("forums:planned")).content.decode()
    assert "Who owns the journey?" not in eli_client.get(reverse("forums:planned")).content.decode()
    assert eli_client.get(reverse("forums:planned_topic", args=[planned.pk])).status_code == 404
    assert eli_client.post(reverse("forums:publication", args=[planned.pk])).status_code == 404


def test_it_comes_out_at_its_hour_once_as_if_sent_then(clock, planned, mails):
    assert planning.publish_due() == 0
    clock(timedelta(days=2, minutes=1))
    assert planning.publish_due() == 1
    assert planning.publish_due() == 0
    topic = Topic.objects.get()
    assert topic.created_at > planned.due_at
    assert topic.posts.get().body == "Ours has six."


def test_two_beats_publish_it_once(clock, planned):
    clock(timedelta(days=2, minutes=1))
    with transaction.atomic():
        list(Planned.objects.due().select_for_update())
        planning.publish(planned)
    planning.publish(planned)
    assert Topic.objects.count() == 1


def test_what_is_no_longer_allowed_is_not_published_and_its_author_hears_why(clock, ann, planned, ann_client):
    planned.board.posting, planned.board.posting_group = "group", ann.groups.create(name="Editors")
    planned.board.save()
    ann.groups.clear()
    clock(timedelta(days=2, minutes=1))
    assert planning.publish_due() == 0
    assert not Topic.objects.exists()
    assert "could not be published" in ann.notices.get().headline
    page = ann_client.get(reverse("forums:planned")).content.decode()
    assert "Who owns the journey?" in page
    assert "Ours has six." in ann_client.get(reverse("forums:planned_topic", args=[planned.pk])).content.decode()


def test_it_is_changed_published_at_once_or_taken_back_to_the_drafts(ann_client, board, planned):
    address = reverse("forums:planned_topic", args=[planned.pk])
    assert "Ours has six." in ann_client.get(address).content.decode()
    ann_client.post(address, in_form(board, timezone.now() + timedelta(days=3), title="Who owns the whole journey?"))
    planned.refresh_from_db()
    assert planned.title == "Who owns the whole journey?"
    assert planned.due_at - timezone.now() > timedelta(days=2, hours=20)
    ann_client.post(reverse("forums:plan_withdrawal", args=[planned.pk]))
    assert not Planned.objects.exists()
    assert Draft.objects.of(planned.person).get().fields["body"] == "Ours has six."


def test_publishing_it_now(ann_client, planned):
    answer = ann_client.post(reverse("forums:publication", args=[planned.pk]))
    assert answer["Location"] == Topic.objects.get().get_absolute_url()
    assert ann_client.post(reverse("forums:publication", args=[planned.pk])).status_code == 404


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ({"at_0": "2020-01-01", "at_1": "10:00"}, "That moment has passed."),
        ({"at_0": "2099-01-01", "at_1": "10:00"}, "more than a year ahead"),
        ({"at_0": "", "at_1": ""}, "Say the date and the time"),
        ({"at_0": "soon", "at_1": "10:00"}, "A date such as"),
    ],
)
def test_a_moment_that_cannot_be_is_answered_beside_the_field(ann_client, board, moment, sentence):
    page = ann_client.post(reverse("forums:ask"), in_form(board, timezone.now(), **moment)).content.decode()
    assert sentence in page
    assert "Ours has six." in page
    assert not Planned.objects.exists()


def test_an_hour_that_the_clocks_skip_is_answered_in_words(clock, ann, ann_client, board):
    clock(timezone.datetime(2027, 3, 20, tzinfo=timezone.get_fixed_timezone(0)))
    ann.time_zone = "Europe/Zurich"
    ann.save()
    ann_client.force_login(ann)
    sent = in_form(board, timezone.now(), at_0="2027-03-28", at_1="02:30")
    assert "The clocks change in that night" in ann_client.post(reverse("forums:ask"), sent).content.decode()

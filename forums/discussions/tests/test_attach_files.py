"""Files that go with a post: its writer's alone until it is saved, then of who may read it."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from forums.discussions.models import Attachment, Topic
from forums.discussions.models.attachments import beside_posts, discard_unclaimed, for_posts
from members.files.models import File
from members.progress.models import Draft

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


def pdf(name="Plan.pdf"):
    return SimpleUploadedFile(name, PDF)


def picture(name="map.png"):
    target = io.BytesIO()
    Image.new("RGB", (800, 400), "teal").save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue())


def send(client, key, file=None):
    return client.post(reverse("forums:files"), {"key": key, "file": file or pdf()})


def reply(client, topic, **fields):
    return client.post(reverse("forums:reply", args=[topic.pk]), {"body": "See the plan.", **fields})


def test_what_comes_with_a_reply_stands_below_it(eli_client, client, topic):
    reply(eli_client, topic, draft_files=[pdf(), picture()])
    post = topic.posts.annotate(**beside_posts()).get(number=2)
    assert post.has_files
    for_posts([post])
    assert [each.file.name for each in post.files] == ["Plan.pdf", "map.png"]
    assert {client.get(each.file.url).status_code for each in post.files} == {200}


def test_until_it_is_sent_a_file_is_its_writers_alone(eli_client, ann_client, client, topic):
    assert send(eli_client, f"reply:{topic.pk}").status_code == 201
    url = File.objects.get().url
    assert [each.get(url).status_code for each in (eli_client, ann_client, client)] == [200, 404, 404]
    reply(eli_client, topic)
    assert [each.get(url).status_code for each in (eli_client, ann_client, client)] == [200, 200, 200]


def test_a_file_is_as_private_as_its_board_and_as_hidden_as_its_post(
    ann, ann_client, client, cleo_client, maya, maya_client, make_board
):
    topic = Topic.start(board=make_board(audience="members", posting="members"), by=ann, title="Inner plans", body="x")
    reply(ann_client, topic, draft_files=[pdf()])
    url = File.objects.get().url
    readers = [ann_client, maya_client, cleo_client, client]
    assert [each.get(url).status_code for each in readers] == [200, 200, 404, 404]
    topic.posts.get(number=2).hide(by=maya)
    assert [each.get(url).status_code for each in readers] == [404, 200, 404, 404]


def test_a_form_that_comes_back_keeps_its_files(eli_client, topic):
    page = reply(eli_client, topic, body="", draft_files=[pdf()]).content.decode()
    assert "There is no text yet." in page
    assert "Plan.pdf" in page
    reply(eli_client, topic)
    assert topic.posts.get(number=2).has_files


def test_without_scripts_files_are_added_first_and_described(eli_client, topic):
    page = reply(eli_client, topic, draft_files=[picture()], draft_attach="1").content.decode()
    assert topic.posts.count() == 1
    assert "See the plan." in page
    key = File.objects.get().key
    assert f"/files/{key}/" in page
    reply(eli_client, topic, **{f"draft_alt_{key}": "Six people around one map"})
    assert Attachment.objects.get().alt == "Six people around one map"


def test_what_one_takes_away_does_not_go_along(eli_client, topic):
    send(eli_client, f"reply:{topic.pk}")
    reply(eli_client, topic, draft_without=[str(File.objects.get().key), "nonsense"])
    assert not File.objects.exists()
    assert not topic.posts.get(number=2).has_files


def test_a_refused_file_says_why_beside_it_and_the_text_is_not_sent_without_it(eli_client, topic):
    page = reply(eli_client, topic, draft_files=[SimpleUploadedFile("logo.svg", b"<svg onload='x'/>")]).content.decode()
    assert "Save it as a PNG" in page
    assert "See the plan." in page
    assert topic.posts.count() == 1
    answer = send(eli_client, f"reply:{topic.pk}", SimpleUploadedFile("logo.svg", b"<svg/>"))
    assert (answer.status_code, "Save it as a PNG" in answer.content.decode()) == (422, True)


def test_a_post_has_at_most_ten(eli_client, topic, monkeypatch):
    monkeypatch.setattr(Attachment, "most", 2)
    page = reply(eli_client, topic, draft_files=[pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf")]).content.decode()
    assert "“c.pdf” is one too many: a text can have 2 files." in page
    assert File.objects.count() == 2


def test_a_new_topic_takes_files_along_and_so_does_one_that_waits_as_a_draft(ann_client, ann, board):
    key = f"ask:{uuid.uuid4()}"
    send(ann_client, key)
    about = {"kind": "question", "board": board.slug, "title": "How do you plan a year?", "body": "See.", "files": key}
    Draft.keep(by=ann, key=key, fields=about)
    month = timezone.now() + timedelta(days=31)
    assert discard_unclaimed(month) == 0
    ann_client.post(reverse("forums:ask"), about | {"draft_key": key})
    assert Topic.objects.get().posts.get().has_files


def test_what_nobody_claims_is_gone_after_a_month(eli_client, eli, topic):
    send(eli_client, f"reply:{topic.pk}")
    assert discard_unclaimed(timezone.now() + timedelta(days=29)) == 0
    assert discard_unclaimed(timezone.now() + timedelta(days=31)) == 1
    assert not File.objects.exists()


def test_an_edit_adds_files_and_takes_others_away(ann_client, ann, topic):
    post = topic.posts.get()
    url = reverse("forums:edit", args=[topic.pk, 1])
    ann_client.post(url, {"body": post.body, "draft_files": [pdf("first.pdf")]})
    first = File.objects.get()
    page = ann_client.get(url).content.decode()
    assert "first.pdf" in page
    ann_client.post(url, {"body": post.body, "draft_files": [pdf("second.pdf")], "draft_without": [str(first.key)]})
    assert [each.name for each in File.objects.all()] == ["second.pdf"]
    post.refresh_from_db()
    assert (post.has_files, post.version) == (True, 1)  # the text is what it was


def test_a_picture_in_the_text_is_shown_there_and_not_twice(eli_client, eli, ann, topic):
    send(eli_client, f"reply:{topic.pk}", picture())
    file = File.objects.get()
    reply(eli_client, topic, body=f"Look: ![Our map]({file.url})")
    post = topic.posts.annotate(**beside_posts()).get(number=2)
    assert '<img src="/files/' in post.html
    assert 'width="640" height="320"' in post.html
    for_posts([post])
    assert post.files == []
    quoted = topic.reply(by=ann, body=f"> ![Our map]({file.url})")
    assert "<img" in quoted.html


def test_nobody_shows_a_picture_that_is_not_theirs(eli_client, ann, topic, make_topic, make_board):
    send(eli_client, f"reply:{topic.pk}", picture())
    assert "<img" not in topic.reply(by=ann, body=f"![x]({File.objects.get().url})").html


@pytest.mark.parametrize("key", ["", "plan:1", "reply:x", "ask:../x", "message:1"])
def test_a_key_of_another_kind_keeps_nothing(eli_client, key):
    assert send(eli_client, key).status_code == 422
    assert not File.objects.exists()


def test_a_stranger_sends_nothing(client, topic):
    assert send(client, f"reply:{topic.pk}").status_code == 302
    assert not File.objects.exists()


def test_the_files_of_a_page_come_with_its_posts(eli, topic, django_assert_num_queries):
    for number in range(12):
        key = f"reply:{topic.pk}"
        if number > 1:
            Attachment.send(pdf(), by=eli, key=key)
        topic.reply(by=eli, body="x", files=key)
    for most, count in [(3, 0), (13, 10)]:
        with django_assert_num_queries(1):
            posts = list(topic.posts.annotate(**beside_posts()).filter(number__lte=most))
            for_posts(posts)
            assert sum(len(post.files) for post in posts) == count

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from members.files import purposes
from members.files.models import File

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def _purposes():
    purposes.register("test/all", accepts=["image", "pdf"], largest=10**6, may_see=lambda person, file: True)
    purposes.register(
        "test/own", accepts=["image", "pdf"], largest=10**6, may_see=lambda person, file: file.kept_by == person
    )


@pytest.fixture
def make_file(ann):
    def make(purpose="test/all", body=None, name="map.jpg"):
        if body is None:
            target = io.BytesIO()
            Image.new("RGB", (700, 300), "teal").save(target, "JPEG")
            body = target.getvalue()
        return File.keep(SimpleUploadedFile(name, body), purpose=purpose, by=ann)

    return make


def test_everyone_gets_a_public_picture_and_browsers_may_keep_it(client, make_file):
    response = client.get(make_file().url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response["Content-Disposition"].startswith("inline")


def test_nothing_in_a_file_can_run(client, make_file):
    response = client.get(make_file().url)
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_paper_is_for_saving_and_never_shown_in_place(client, make_file):
    response = client.get(make_file(body=PDF, name="Report 2026.pdf").url)
    assert response["Content-Disposition"] == 'attachment; filename="report-2026.pdf"'
    assert b"".join(response.streaming_content) == PDF


def test_a_smaller_one_comes_as_webp(client, make_file):
    response = client.get(make_file().thumbnail_url(320))
    assert response["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(b"".join(response.streaming_content))).width == 320


def test_only_its_owner_sees_a_private_file_and_no_cache_between_keeps_it(client, ann_client, eli_client, make_file):
    url = make_file("test/own").url
    assert client.get(url).status_code == 404
    assert eli_client.get(url).status_code == 404
    response = ann_client.get(url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=3600")


def test_the_smaller_ones_are_as_private_as_the_whole(eli_client, make_file):
    assert eli_client.get(make_file("test/own").thumbnail_url(320)).status_code == 404


def test_what_no_room_answers_for_nobody_sees(ann_client, make_file, monkeypatch):
    file = make_file()
    monkeypatch.delitem(purposes._purposes, "test/all")
    assert ann_client.get(file.url).status_code == 404


def test_asked_again_with_what_it_has_the_browser_gets_nothing_new(client, make_file):
    url = make_file().url
    tag = client.get(url)["ETag"]
    response = client.get(url, headers={"If-None-Match": tag})
    assert response.status_code == 304


def test_a_width_that_is_not_made_and_a_file_that_is_not_there_are_not_found(client, make_file):
    file = make_file()
    assert client.get(reverse("files:thumbnail", args=[file.key, 333, "x.jpg"])).status_code == 404
    assert client.get(reverse("files:thumbnail", args=[file.key, 1280, "x.jpg"])).status_code == 404
    file.upload.storage.delete(file.upload.name)
    assert client.get(file.url).status_code == 404


def test_any_name_at_the_end_finds_the_same(client, make_file):
    file = make_file()
    assert client.get(reverse("files:whole", args=[file.key, "another.jpg"])).status_code == 200

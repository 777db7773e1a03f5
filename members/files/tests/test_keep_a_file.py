import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.audit.models import Entry
from members.files import content, purposes
from members.files.models import File, NotAccepted

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def _purposes():
    purposes.register("test/both", accepts=["image", "pdf"], largest=200_000, may_see=lambda person, file: True)
    purposes.register("test/picture", accepts=["image"], largest=200_000, may_see=lambda person, file: True)
    purposes.register("test/paper", accepts=["pdf"], largest=200_000, may_see=lambda person, file: True)


def picture(kind="JPEG", size=(900, 300), mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, "teal").save(target, kind, **options)
    return target.getvalue()


def keep(body, name="holiday.jpg", purpose="test/both", by=None):
    return File.keep(SimpleUploadedFile(name, body), purpose=purpose, by=by)


def kept_image(file):
    return Image.open(io.BytesIO(file.upload.read()))


def refused(body, **about):
    with pytest.raises(NotAccepted) as why:
        keep(body, **about)
    assert not File.objects.exists()
    return str(why.value)


def test_a_picture_is_kept_with_its_size_and_smaller_ones_for_phones(ann):
    file = keep(picture(), by=ann)
    assert (file.content_type, file.width, file.height, file.kept_by) == ("image/jpeg", 900, 300, ann)
    assert len(file.sha256) == 64
    for width in (320, 640):
        small = Image.open(file.open_thumbnail(width))
        assert (small.format, small.width) == ("WEBP", width)
        assert f"/{width}/" in file.thumbnail_url(width)
    assert file.thumbnail_url(1280) == file.url  # it is no wider itself
    assert Entry.objects.get(action="files.kept").by == ann


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    file = keep(picture(size=(400, 200), exif=exif.tobytes()))
    image = kept_image(file)
    assert image.size == (200, 400) == (file.width, file.height)
    assert not image.getexif()
    assert b"A camera" not in file.upload.storage.open(file.upload.name).read()


def test_a_huge_picture_is_made_as_large_as_a_screen_and_no_larger(monkeypatch):
    monkeypatch.setattr(content, "LARGEST_SIDE", 500)
    assert keep(picture(size=(900, 300))).width == 500


@pytest.mark.parametrize(
    ("kind", "mode", "as_type"),
    [("PNG", "RGBA", "image/png"), ("WEBP", "RGB", "image/webp"), ("GIF", "P", "image/png")],
)
def test_other_kinds_of_pictures_are_kept_too(kind, mode, as_type):
    assert keep(picture(kind, mode=mode)).content_type == as_type


def test_what_shines_through_stays_so():
    assert kept_image(keep(picture("PNG", mode="RGBA"))).mode == "RGBA"


def test_a_script_called_a_picture_is_no_picture():
    assert "not a picture" in refused(b"<script>alert(1)</script>", name="innocent.png")


def test_a_drawing_that_can_run_scripts_is_no_picture():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert "not a picture" in refused(svg, name="logo.svg")


def test_a_picture_with_a_page_hidden_behind_it_loses_the_page():
    file = keep(picture() + b"<html><script>alert(1)</script></html>")
    assert b"<script>" not in file.upload.read()


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_before_it_does(monkeypatch):
    monkeypatch.setattr(content, "MOST_PIXELS", 100_000)
    assert "too many pixels" in refused(picture("PNG", size=(2000, 2000)))


def test_a_picture_of_which_half_is_missing_is_refused():
    whole = picture("PNG", size=(600, 600))
    assert "not a picture" in refused(whole[: len(whole) // 2])


def test_a_paper_is_kept_as_it_came():
    file = keep(PDF, name="Invoice May.pdf", purpose="test/paper")
    assert (file.content_type, file.width, file.upload.read()) == ("application/pdf", None, PDF)
    assert file.url.endswith("/invoice-may.pdf")


def test_a_pdf_that_is_none_is_refused():
    assert "not a PDF" in refused(b"MZ\x90 a program", name="cv.pdf", purpose="test/paper")
    assert "not whole" in refused(b"%PDF-1.7 and nothing more", name="cv.pdf", purpose="test/paper")


def test_a_picture_where_a_paper_is_asked_for_is_refused_and_the_other_way_round():
    assert "not a PDF" in refused(picture(), purpose="test/paper")
    assert "not a picture" in refused(PDF, purpose="test/picture")


def test_too_large_and_empty_say_so_in_numbers():
    assert "0.3 MB; at most 0.2 MB" in refused(b"x" * 300_000)
    assert "empty" in refused(b"")


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "C:\\temp\\x.jpg", "a" * 400 + ".jpg", "", "ünï côdé.jpg"])
def test_no_name_leads_anywhere(name):
    upload = SimpleUploadedFile("x.jpg", picture(size=(20, 20)))
    upload._name = name
    file = File.keep(upload, purpose="test/both", by=None)
    assert file.upload.name == f"{file.key.hex[:2]}/{file.key.hex}/whole"
    assert "/" not in file.name
    assert "\\" not in file.name
    assert len(file.name) <= 150


def test_nothing_stays_behind_when_the_row_cannot_be_written(monkeypatch, tmp_path):
    stored = []
    storage = File._meta.get_field("upload").storage
    monkeypatch.setattr(File, "save", lambda *args, **options: (_ for _ in ()).throw(RuntimeError("no row")))
    monkeypatch.setattr(storage, "save", _noting(storage.save, stored))
    with pytest.raises(RuntimeError):
        keep(picture())
    assert stored
    assert not any(storage.exists(name) for name in stored)


def _noting(save, stored):
    def noting(name, *args, **options):
        stored.append(save(name, *args, **options))
        return stored[-1]

    return noting


def test_what_is_discarded_is_gone_after_the_commit(ann, django_capture_on_commit_callbacks):
    file = keep(picture())
    storage, name = file.upload.storage, file.upload.name
    with django_capture_on_commit_callbacks(execute=True):
        file.discard(by=ann)
        assert storage.exists(name)
    assert not storage.exists(name)
    assert not File.objects.exists()

"""Office, OpenDocument and plain text: judged by what is in them, whatever they are called."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.files import papers, purposes
from members.files.models import File, NotAccepted

pytestmark = pytest.mark.django_db

KINDS = '<Types><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{}"/></Types>'
WORD = KINDS.format("wordprocessingml.document.main+xml")
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def _purpose():
    kinds = ["image", "pdf", "office", "text"]
    purposes.register("test/any", accepts=kinds, largest=500_000, may_see=lambda person, file: True)


def archive(parts, **options):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as written:
        for name, body in parts.items():
            written.writestr(name, body)
    return target.getvalue()


def docx(**more):
    return archive({"[Content_Types].xml": WORD, "word/document.xml": "<w:document/>", **more})


def keep(body, name="plan.docx"):
    return File.keep(SimpleUploadedFile(name, body), purpose="test/any", by=None)


def refused(body, name="plan.docx"):
    with pytest.raises(NotAccepted) as why:
        keep(body, name)
    assert not File.objects.exists()
    return str(why.value)


@pytest.mark.parametrize(
    ("main", "ending", "kind"),
    [
        ("wordprocessingml.document.main+xml", ".docx", "Word document"),
        ("spreadsheetml.sheet.main+xml", ".xlsx", "Excel workbook"),
        ("presentationml.presentation.main+xml", ".pptx", "PowerPoint slides"),
    ],
)
def test_office_is_known_by_what_it_says_inside(main, ending, kind):
    file = keep(archive({"[Content_Types].xml": KINDS.format(main)}), "named-wrongly.png")
    assert file.safe_name.endswith(ending)
    assert file.kind == kind


@pytest.mark.parametrize(("inside", "ending"), [("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp")])
def test_open_document_is_known_by_its_first_part(inside, ending):
    body = archive({"mimetype": f"application/vnd.oasis.opendocument.{inside}", "content.xml": "<x/>"})
    assert keep(body).safe_name.endswith(ending)


@pytest.mark.parametrize(
    "more",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/embeddings/run.EXE": b"x"},
        {"Basic/Standard/Module1.xml": b"x"},
    ],
)
def test_programs_within_are_refused_whatever_the_name_says(more):
    assert "holds programs" in refused(docx(**more))


def test_a_macro_file_called_docx_is_refused():
    macro = WORD.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document.macroEnabled"
    )
    assert "holds programs" in refused(archive({"[Content_Types].xml": macro}))


def test_a_document_that_fetches_its_template_is_refused():
    link = '<Relationships><Relationship Type="x/attachedTemplate" Target="http://evil.example" TargetMode="External"/>'
    assert "template" in refused(docx(**{"word/_rels/settings.xml.rels": link}))


def test_a_zip_bomb_called_a_picture_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(papers, "MOST_UNPACKED", 1_000_000)
    bomb = docx(**{"word/media/zeros.bin": b"0" * 1_100_000})
    assert len(bomb) < 10_000
    assert "unpack" in refused(bomb, "holiday.png")
    monkeypatch.setattr(papers, "MOST_PARTS", 3)
    assert "unpack" in refused(docx(a="", b=""), "holiday.png")


def test_what_is_two_things_at_once_is_refused():
    assert "not whole" in refused(docx() + b"<script>alert(1)</script>")
    assert "PDF and an archive" in refused(PDF[:-1] + b"\nstartxref %%EOF" + docx()[-22:])
    assert "not whole" in refused(docx()[:-30])


def test_an_archive_of_files_is_refused_with_what_to_do():
    assert "one by one" in refused(archive({"a.txt": "a", "b.txt": "b"}), "all.zip")


def test_old_and_locked_office_files_are_refused_with_what_to_do():
    assert ".docx" in refused(papers.OLD_OFFICE + b"\x00" * 600, "old.doc")


@pytest.mark.parametrize(
    ("body", "name", "ending", "kept"),
    [
        ("Grüße, Ann\n".encode(), "notes.txt", ".txt", "Grüße, Ann\n"),
        ("Grüße\n".encode("cp1252"), "notes.txt", ".txt", "Grüße\n"),
        ("a;b\n1;2\n".encode("utf-16"), "scores.CSV", ".csv", "a;b\n1;2\n"),
        (b"\xef\xbb\xbfa,b\n", "scores.csv", ".csv", "a,b\n"),
        (b"x = 1 < 2", "program.js", ".txt", "x = 1 < 2"),
    ],
)
def test_plain_text_is_kept_so_that_everyone_can_read_it(client, body, name, ending, kept):
    file = keep(body, name)
    response = client.get(file.url)
    assert file.safe_name.endswith(ending)
    assert b"".join(response.streaming_content).decode() == kept
    assert response["Content-Type"].endswith("charset=utf-8")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "svg",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg><script>alert(1)</script></svg>',
    ],
)
def test_a_drawing_is_refused_with_what_to_do(svg):
    assert "Save it as a PNG" in refused(svg, "logo.svg")


def test_a_web_page_is_refused_and_so_is_what_is_nothing_we_know():
    assert "web page" in refused(b"<!DOCTYPE html><script>alert(1)</script>", "page.txt")
    assert "What can: pictures" in refused(b"MZ\x90\x00\x03\x00\x00\x00 a program", "setup.pdf")


def test_a_picture_still_is_one(make_picture):
    assert make_picture(purpose="test/any").kind == "Picture"


def test_the_address_of_a_word_file_says_so(client):
    file = keep(docx(), "Our plan 2027.docx")
    assert file.url == reverse("files:whole", args=[file.key, "our-plan-2027.docx"])

"""Files that are not what they should be: each is named with the reason, and the rest comes."""

import json
import shutil
import tarfile

import pytest

from forums.discussions.discourse import archive
from forums.discussions.models import Post, Topic

from .test_import_discourse import COMMUNITY, bring

pytestmark = pytest.mark.django_db

GOOD = json.loads((COMMUNITY / "14.json").read_text())


def spoiled(**changes):
    """The good topic with `changes`; those named `post_…` go to its first post. `None` takes a key away."""
    data = json.loads(json.dumps(GOOD))
    for key, value in changes.items():
        target, name = (data["post_stream"]["posts"][0], key[5:]) if key.startswith("post_") else (data, key)
        if value is None:
            target.pop(name)
        else:
            target[name] = value
    return data


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        (b"\xff\xfe\x00", "it is not JSON"),
        ([], "it is not a topic"),
        ({"id": 1, "title": "About"}, "it is not a topic"),
        ({"post_stream": {}}, "“posts” is missing"),
        ({"post_stream": {"posts": {}}}, "“posts” is {}, not a list"),
        ({**GOOD, "post_stream": {"posts": [1]}}, "its 1. post is not an object"),
        ({**GOOD, "post_stream": {"posts": []}}, "there is no post in it that could be shown"),
        ({**GOOD, "post_stream": {"posts": GOOD["post_stream"]["posts"] * 2}}, "two of its posts have the number 2"),
        (spoiled(title=None), "“title” is missing"),
        (spoiled(title="  "), "there is no “title”"),
        (spoiled(id="fourteen"), '“id” is "fourteen", not a whole number'),
        (spoiled(id=True), "“id” is true, not a whole number"),
        (spoiled(id=10**30), "not a whole number from 1"),
        (spoiled(created_at="yesterday"), '“created_at” is "yesterday", not a moment'),
        (spoiled(deleted_at="2020-01-01T00:00:00Z"), "the topic was deleted"),
        (spoiled(post_cooked=None), "“cooked” of post 2 is missing"),
        (spoiled(post_cooked=["<p>"]), '“cooked” of post 2 is ["<p>"], not text'),
        (spoiled(post_post_number=None), "“post_number” of its 1. post is missing"),
        (spoiled(post_post_number=2_000_000_000), "“post_number” of its 1. post is 2000000000, not a whole number"),
        (spoiled(post_post_type=9), "“post_type” of post 2 is 9, which is not known here"),
        (spoiled(post_created_at=7), "“created_at” of post 2 is 7, not a moment"),
        (spoiled(post_user_id="me"), '“user_id” of post 2 is "me"'),
    ],
)
def test_a_file_of_another_shape_is_named_with_the_reason(tmp_path, content, reason):
    folder = tmp_path / "loopmakers"
    folder.mkdir()
    shutil.copy(COMMUNITY / "11.json", folder)
    raw = content.encode() if isinstance(content, str) else content
    (folder / "odd.json").write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    said = bring(folder)
    assert "odd.json: " in said
    assert reason in said
    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"tags": 7},
        {"tags": [{"name": "x"}]},
        {"views": "many"},
        {"post_stream_note": 1},
        {"post_polls": [{"options": [{"id": [], "html": "x"}], "preloaded_voters": []}]},
        {"post_polls": "none"},
        {"post_actions_summary": [{"id": 2, "count": "lots"}]},
        {"post_version": 1, "post_name": None},
    ],
)
def test_oddities_in_what_is_only_kept_do_not_keep_a_topic_out(tmp_path, changes):
    (tmp_path / "14.json").write_text(json.dumps(spoiled(**changes)))
    assert "Left out" not in bring(tmp_path, source="odd")
    assert Topic.objects.count() == 1


def test_characters_that_no_database_takes_are_dropped(tmp_path):
    data = spoiled(title="Half \ud800a \x00pair", post_cooked="<p>one\x00 two\x08</p>", post_username="\x00me")
    (tmp_path / "14.json").write_text(json.dumps(data))
    assert "Left out" not in bring(tmp_path, source="odd")
    assert (Topic.objects.get().title, Post.objects.get(number=2).html) == ("Half a pair", "<p>one two</p>")


def test_the_same_topic_in_two_files_comes_once(tmp_path):
    for name in ("14.json", "copy-14.json"):
        shutil.copy(COMMUNITY / "14.json", tmp_path / name)
    assert "copy-14.json: 14.json has told topic 14 already" in bring(tmp_path, source="odd")


def test_a_post_that_two_topics_claim_keeps_only_the_second_out(tmp_path):
    shutil.copy(COMMUNITY / "14.json", tmp_path)
    (tmp_path / "140.json").write_text(json.dumps(spoiled(id=140)))
    said = bring(tmp_path, source="odd")
    assert "140.json: the database refuses it" in said
    assert Topic.objects.get().origin.external_id == 14


def test_posts_that_a_file_only_names_are_told(tmp_path):
    data = spoiled()
    data["post_stream"]["stream"] += [82, 83]
    (tmp_path / "14.json").write_text(json.dumps(data))
    assert "The files name 2 posts that they do not hold" in bring(tmp_path, source="odd")


def test_a_file_too_large_to_read_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 1000)
    shutil.copy(COMMUNITY / "14.json", tmp_path)
    assert "14.json: it is larger than" in bring(tmp_path, source="odd")


def test_an_archive_that_breaks_off_gives_what_it_held(tmp_path):
    whole, half = tmp_path / "whole.tar.xz", tmp_path / "half.tar.xz"
    with tarfile.open(whole, "w:xz") as tar:
        for number in range(200, 260):
            path = tmp_path / f"{number}.json"
            shift = number * 10
            data = spoiled(id=number, title=f"{number} ways " + f"{hash(str(number)):x} " * 20)
            for count, post in enumerate(data["post_stream"]["posts"]):
                post["id"] = shift + count
                post["cooked"] = f"<p>{' '.join(f'{hash((number, count, word)):x}' for word in range(400))}</p>"
            path.write_text(json.dumps(data))
            tar.add(path, arcname=f"whole/{number}.json")
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    said = bring(half)
    assert "half.tar.xz: the archive breaks off after" in said
    assert 0 < Topic.objects.count() < 60


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("nothing", None, "There is nothing at"),
        ("plain.txt", b"hello", "neither a folder nor a tar archive"),
        ("empty.tar.xz", b"", "neither a folder nor a tar archive"),
    ],
)
def test_no_archive_is_one_sentence(tmp_path, name, content, sentence):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert sentence in bring(tmp_path / name)


def test_an_empty_folder_is_said_to_be_one(tmp_path):
    assert "There is no topic in it" in bring(tmp_path)


def test_names_of_boards_that_cannot_be_read_are_one_sentence(tmp_path):
    (tmp_path / "names.json").write_text('["Support"]')
    assert "should hold names" in bring(boards=tmp_path / "names.json")
    assert not Topic.objects.exists()

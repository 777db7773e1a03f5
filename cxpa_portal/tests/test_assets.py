import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from cxpa_portal import assets

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


@pytest.fixture
def folder(tmp_path):
    css = tmp_path / "static" / "css"
    (css / "components").mkdir(parents=True)
    (css / "layers.css").write_text("@layer base, components, utilities;\n")
    (css / "tokens.css").write_text("@layer base {\n  :root { --space-m: 1rem; }\n}\n")
    (css / "components" / "button.css").write_text("/* why */\n@layer components {\n  .button { color: red; }\n}\n")
    (css / "utilities.css").write_text("@layer utilities {\n  .quiet { color: grey; }\n}\n")
    return css


@pytest.fixture
def finder(folder, settings, tmp_path):
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "var"
    return assets.PartsFinder()


def test_the_parts_stand_in_the_order_of_their_layers(finder):
    text = Path(finder.find("css/portal.css")).read_text()
    places = [text.index(word) for word in ("@layer base, components", "--space-m", ".button", ".quiet")]
    assert places == sorted(places)


def test_comments_stay_at_home(finder):
    assert "why" not in Path(finder.find("css/portal.css")).read_text()


def test_a_changed_part_changes_the_whole(finder, folder):
    finder.find("css/portal.css")
    (folder / "components" / "button.css").write_text("@layer components { .button { color: teal; } }")
    assert "teal" in Path(finder.find("css/portal.css")).read_text()


def test_a_part_that_went_leaves_the_whole(finder, folder):
    finder.find("css/portal.css")
    (folder / "components" / "button.css").unlink()
    assert ".button" not in Path(finder.find("css/portal.css")).read_text()


def test_what_did_not_change_is_not_written_again(finder):
    before = Path(finder.find("css/portal.css")).stat().st_mtime_ns
    assert Path(finder.find("css/portal.css")).stat().st_mtime_ns == before


def test_other_paths_are_left_to_other_finders(finder):
    assert finder.find("css/tokens.css") == []
    assert finder.find("css/tokens.css", find_all=True) == []


def test_only_the_whole_is_listed(finder):
    assert [path for path, _storage in finder.list([])] == ["css/portal.css"]


def test_many_at_once_never_leave_a_half(finder, folder):
    def change(number):
        (folder / "components" / f"part{number}.css").write_text(f"@layer components {{ .part{number} {{ top: 0; }} }}")
        return Path(finder.find("css/portal.css")).read_text()

    with ThreadPoolExecutor(8) as people:
        texts = list(people.map(change, range(24)))
    assert all(text.startswith("@layer base") and text.endswith("}\n") for text in texts)
    assert list(Path(finder.storage.path("css")).iterdir()) == [Path(finder.storage.path("css/portal.css"))]


def test_a_write_that_fails_keeps_the_old_file(finder, monkeypatch, folder):
    path = Path(finder.find("css/portal.css"))
    before = path.read_text()

    def refuse(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(assets.os, "replace", refuse)
    (folder / "components" / "button.css").write_text("@layer components { .button { color: teal; } }")
    with pytest.raises(OSError, match="full"):
        finder.find("css/portal.css")
    assert path.read_text() == before
    assert list(path.parent.iterdir()) == [path]


def test_the_portal_has_one_style_sheet_and_its_braces_close():
    text = Path(finders.find("css/portal.css")).read_text()
    assert text.count("{") == text.count("}")
    assert all(part.stem in ("print", "layers") or "@layer" in part.read_text() for part in assets.parts(CSS))


def test_parts_use_no_ids_no_important_and_only_tokens_for_colour():
    for part in assets.parts(CSS):
        text = re.sub(r"/\*.*?\*/", "", part.read_text(), flags=re.DOTALL)
        assert "!important" not in text, part
        if part.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|oklch\(", text), part
        assert not re.search(r"#[a-z_-]+[^;]*\{", text), part


def test_a_part_is_named_after_its_class():
    for part in (CSS / "components").glob("*.css"):
        classes = set(
            re.findall(r"\.([a-z][a-z0-9-]*)[^{;]*\{", re.sub(r"/\*.*?\*/", "", part.read_text(), flags=re.S))
        )
        assert any(name == part.stem or name.startswith(part.stem) for name in classes), part


def test_every_token_that_is_named_is_defined():
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    for part in assets.parts(CSS):
        assert set(re.findall(r"var\((--[a-z0-9-]+)", part.read_text())) <= defined, part


def test_collected_scripts_import_each_other_by_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = settings.STATICFILES_FINDERS[:2]  # what is ours; the admin's takes a minute to pack
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "cxpa_portal.assets.HashedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    script = next((tmp_path / "static" / "js").glob("portal.*.js")).read_text()
    imports = re.findall(r'import\("\./behaviours/([^"]+)"\)', script)
    assert imports
    assert all(re.fullmatch(r"[a-z-]+\.[0-9a-f]{12}\.js", name) for name in imports)
    assert list((tmp_path / "static" / "css").glob("portal.*.css.br"))

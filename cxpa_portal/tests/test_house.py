"""The rules of the house that a machine can hold."""

import ast
import re
import socket
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models.signals import post_save, pre_save
from django.urls import reverse
from pytest_socket import SocketConnectBlockedError

ROOT = Path(settings.BASE_DIR)
FLOORS = ["members", "forums", "events", "certification", "cxpa_portal"]  # imports only run down, to the left
DRAWERS = {"utils", "helpers", "common", "services", "selectors", "base"}
NAMESPACES_ABOVE = {
    "members": ["forums", "events", "certification"],
    "forums": ["events", "certification"],
    "events": ["certification"],
    "certification": [],
}


def python_files(*floors):
    for floor in floors or FLOORS:
        yield from (ROOT / floor).rglob("*.py")


def name_of(path):
    return str(path.relative_to(ROOT))


def floor_of(model):
    return model.__module__.split(".")[0]


def test_foreign_keys_follow_the_floors():
    """import-linter does not see a key given as a string. Pointing at Person is free for all."""
    upward = []
    for model in apps.get_models(include_auto_created=True):
        if floor_of(model) not in FLOORS:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if not isinstance(target, type) or target is apps.get_model(settings.AUTH_USER_MODEL):
                continue
            if floor_of(target) in FLOORS and FLOORS.index(floor_of(target)) > FLOORS.index(floor_of(model)):
                upward.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert upward == []


def test_templates_do_not_name_the_floors_above():
    wrong = []
    for floor, above in NAMESPACES_ABOVE.items():
        for template in (ROOT / "templates" / floor).rglob("*.*"):
            text = template.read_text()
            wrong += [
                f"{name_of(template)}: {space}" for space in above if re.search(rf"""['"]({space}:|{space}/)""", text)
            ]
    assert wrong == []


def test_components_know_no_rooms():
    """They are given what they show; they do not ask for it."""
    wrong = [
        name_of(template)
        for template in (ROOT / "templates" / "components").rglob("*.html")
        if re.search(r"\.objects\b|\.all\b|\{% load (?!cache|i18n|static|moments)", template.read_text())
    ]
    assert wrong == []


def test_no_file_is_a_drawer():
    assert [name_of(path) for path in python_files() if path.stem in DRAWERS] == []


def test_no_file_holds_more_than_one_subject():
    ours = [path for path in python_files() if "migrations" not in path.parts]
    long = {name_of(path): len(path.read_text().splitlines()) for path in ours}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_saving_means_saving():
    """No save() override, no receiver on saving: what happens stands in the verb."""
    overrides = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for found in ast.walk(ast.parse(path.read_text()))
        if isinstance(found, ast.ClassDef) and any("Model" in ast.unparse(parent) for parent in found.bases)
        for node in found.body
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert overrides == []
    receivers = [
        receiver for signal in (pre_save, post_save) for receiver in (r[1]() for r in signal.receivers) if receiver
    ]
    assert [each for each in receivers if each.__module__.split(".")[0] in FLOORS] == []


def test_there_is_one_clock():
    """Moments come from django.utils.timezone, so that a test can move the whole portal."""
    other = re.compile(r"\bdatetime\.(now|utcnow|today)\(|\bdate\.today\(|functions import [^\n]*\bNow\b")
    ours = [path for path in python_files() if "tests" not in path.parts and "embedded" not in path.parts]
    assert [name_of(path) for path in ours if other.search(path.read_text())] == []


def test_css_is_plain():
    wrong = []
    for sheet in (ROOT / "static" / "css").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        if "!important" in text or re.search(r"(^|[\s,}])#[a-z][\w-]*\s*[{,]", text):
            wrong.append(name_of(sheet))
        if sheet.name != "tokens.css" and re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsl\(|\boklch\(", text):
            wrong.append(f"{name_of(sheet)}: a colour of its own")
    assert wrong == []


def test_no_inline_styles_or_scripts():
    """The policy would block them; letters, which mail programs read without our style sheets, are the exception."""
    wrong = [
        name_of(template)
        for template in (ROOT / "templates").rglob("*.html")
        if "mail" not in template.relative_to(ROOT / "templates").parts
        and "email" not in template.parts
        and re.search(r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/)", template.read_text())
    ]
    assert wrong == []


def test_the_network_is_out_of_reach():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


class Forms(HTMLParser):
    """Counts the forms that POST, and the tokens in them."""

    def __init__(self):
        super().__init__()
        self.posts, self.tokens, self._inside = 0, 0, False

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if tag == "form":
            self._inside = (about.get("method") or "").lower() == "post"
            self.posts += self._inside
        elif tag == "input" and about.get("name") == "csrfmiddlewaretoken":
            self.tokens += self._inside

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False


PAGES_WITH_FORMS = [
    *("home", "forums:latest", "forums:unread", "forums:ask", "mail:notices", "mail:preferences"),
    *("accounts:profile", "mfa_index", "account_email", "topic", "reply"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES_WITH_FORMS)
def test_every_form_that_posts_carries_its_token(name, ann_client, ann, eli, topic):
    topic.reply(by=eli, body="Something new.")
    addresses = {"topic": topic.get_absolute_url(), "reply": reverse("forums:reply", args=[topic.pk])}
    page = ann_client.get(addresses.get(name) or reverse(name), follow=True)
    forms = Forms()
    forms.feed(page.content.decode())
    assert forms.posts > 0, "signing out, at least"
    assert forms.tokens == forms.posts

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))

pytestmark = [pytest.mark.django_db, pytest.mark.urls("cxpa_portal.styleguide.tests.urls")]


@pytest.fixture
def guide(client):
    return client.get("/styleguide/").content.decode()


def test_anyone_who_develops_can_open_it(client):
    assert client.get("/styleguide/").status_code == 200


def test_no_page_carries_a_style_of_its_own(guide):
    assert not re.search(r"\sstyle=", guide)
    assert "<style" not in guide


def test_every_component_takes_exactly_what_it_is_given():
    for template in TEMPLATES.rglob("*.html"):
        for include in re.findall(r"{%\s*include \"components/[^%]*%}", template.read_text()):
            assert re.search(r"\bonly\s*%}$", include), f"{template}: {include}"


def test_components_ask_for_no_component_that_is_not_there():
    names = {component.name for component in COMPONENTS}
    for template in TEMPLATES.rglob("*.html"):
        assert set(re.findall(r'include "components/([^"]+)"', template.read_text())) <= names, template


def test_templates_stay_short():
    for component in [*COMPONENTS, *(TEMPLATES / "crispy").rglob("*.html")]:
        assert len(component.read_text().splitlines()) <= 80, component


def test_a_form_that_came_back_names_its_mistakes_and_links_to_them(guide):
    assert 'href="#id_wrong-last_name"' in guide
    assert 'id="id_wrong-email_error"' in guide
    assert 'aria-describedby="id_wrong-email_helptext id_wrong-email_error"' in guide
    assert 'value="Amélie"' in guide


def test_optional_fields_say_so_and_required_ones_stay_quiet(guide):
    labels = dict(re.findall(r'<label class="field-label" for="id_fresh-([a-z_]+)">(.*?)</label>', guide, re.DOTALL))
    assert "(optional)" in labels["years"]
    assert "optional" not in labels["last_name"]


def test_every_form_that_posts_carries_its_token(client, ann_client):
    for page in (client.get("/styleguide/"), ann_client.get("/styleguide/")):
        for form in re.findall(r"<form\b[^>]*>.*?</form>", page.content.decode(), re.DOTALL):
            if 'method="post"' in form.split(">")[0]:
                assert "csrfmiddlewaretoken" in form, form[:200]

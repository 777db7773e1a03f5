"""Behaviours and looks that only a browser can show, on the page where every component stands."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("cxpa_portal.styleguide.tests.urls"),
]


@pytest.fixture
def page(browser, live_url):
    """Opens the style guide: `page(width=320, color_scheme="dark")`."""
    contexts = []

    def open_guide(width=1280, **about):
        context = browser.new_context(viewport={"width": width, "height": 800}, **about)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.wrongs = []
        page.on("pageerror", lambda error: page.wrongs.append(str(error)))
        page.on("console", lambda message: page.wrongs.append(message.text) if message.type == "error" else None)
        page.goto(f"{live_url}/styleguide/", wait_until="networkidle")
        return page

    yield open_guide
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_all_of_it_is_open_to_everyone(page, width, scheme):
    guide = page(width, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(guide).response["violations"]
    assert not [(wrong["id"], wrong["nodes"][0]["html"]) for wrong in found]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_wider_than_a_small_phone(page, direction):
    guide = page(320)
    guide.evaluate("direction => { document.dir = direction }", direction)
    assert guide.evaluate("document.documentElement.scrollWidth") == 320


def test_the_strict_policy_lets_everything_through_that_we_send(page):
    assert page().wrongs == []


def test_without_scripts_nothing_is_offered_that_would_not_work(page):
    guide = page(java_script_enabled=False)
    assert not guide.locator(".toolbar").is_visible()
    assert guide.locator("[name=preview]").is_visible()


def test_a_draft_outlives_the_page(page):
    guide = page()
    guide.fill("#id_text", "What I tried first")
    guide.get_by_text("Kept in this browser.", exact=True).first.wait_for()
    guide.reload(wait_until="networkidle")
    guide.locator("#id_text").scroll_into_view_if_needed()
    guide.get_by_text("This is what you wrote here before.", exact=True).first.wait_for()
    assert guide.input_value("#id_text") == "What I tried first"
    guide.get_by_role("button", name="Start afresh").click()
    assert guide.input_value("#id_text") == ""


def test_the_toolbar_types_markdown_that_undo_takes_back(page):
    guide = page()
    guide.fill("#id_text", "one owner")
    guide.locator(".toolbar").wait_for()
    guide.locator("#id_text").press("Control+a")
    guide.get_by_role("button", name="Bold").click()
    assert guide.input_value("#id_text") == "**one owner**"
    guide.locator("#id_text").press("Control+z")
    assert guide.input_value("#id_text") == "one owner"


def test_the_toolbar_is_one_stop_for_the_keyboard(page):
    guide = page()
    guide.locator("#id_text").scroll_into_view_if_needed()
    guide.get_by_role("button", name="Bold").focus()
    guide.keyboard.press("ArrowRight")
    assert guide.evaluate("document.activeElement.textContent.trim()") == "Italic"
    guide.keyboard.press("Tab")
    assert guide.evaluate("document.activeElement.id") == "id_text"


def test_the_reader_is_told_to_the_server_by_their_zone(page):
    guide = page(timezone_id="Asia/Tokyo")
    guide.wait_for_function("document.cookie.split('; ').includes('tz=Asia/Tokyo')")


def test_on_paper_only_the_words_are_left(page):
    guide = page()
    guide.emulate_media(media="print")
    assert not guide.locator(".topbar-end").is_visible()
    assert not guide.get_by_role("button", name="Reply").first.is_visible()
    assert guide.get_by_text("One owner for each painful step", exact=True).is_visible()

"""In a browser: getting about by keys alone, and keys that rest while somebody writes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def assert_clean(page):
    broken = [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
    assert not broken, f"{page.url}: {broken}"


def opened(page, address):
    """Open a page and wait until the keys work."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def test_the_keys_lead_about_and_rest_while_somebody_writes(new_page, eli, ann, make_topic):
    topics = [make_topic(title=f"How do you map journey {number}?") for number in range(3)]
    topics[-1].reply(by=ann, body="Ours has **seven** by now.")
    page = opened(new_page(eli), "/help/keyboard/")
    assert_clean(page)

    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/discussions/")
    page.wait_for_load_state("networkidle")
    rows = page.locator(".rows > .row .row-title a")
    for key, at in [("j", 0), ("j", 1), ("k", 0)]:
        page.keyboard.press(key)
        expect(rows.nth(at)).to_be_focused()

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="On the keyboard")
    expect(sheet).to_be_visible()
    assert_clean(page)
    page.keyboard.press("j")  # the page beneath stays where it is
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(rows.nth(0)).to_be_focused()

    page.keyboard.press("o")
    page.wait_for_url(f"**{topics[-1].get_absolute_url()}")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    expect(page.locator("#post-1")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#post-2 article")).to_be_focused()
    # What quotes a selection is fetched when the post comes near; before that the key follows the link.
    page.wait_for_function("performance.getEntriesByType('resource').some((each) => each.name.includes('/quote'))")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    page.locator("#post-2 strong").dblclick()
    page.keyboard.press("q")
    field = page.get_by_label("Your reply", exact=True)
    expect(field).to_have_value(f"> [Ann Okafor wrote:](/discussions/{topics[-1].pk}/posts/2/)\n>\n> seven\n\n")

    page.keyboard.type("go just over there? /u")
    expect(field).to_be_focused()
    assert "go just over there? /u" in field.input_value()
    expect(sheet).to_be_hidden()

    opened(page, topics[0].get_absolute_url())
    page.keyboard.press("r")
    expect(field).to_be_focused()
    assert field.input_value() == ""
    opened(page, topics[0].get_absolute_url())
    page.keyboard.press("Control+u")  # the browser's own
    page.keyboard.press("u")
    page.wait_for_url(f"**{topics[0].board.get_absolute_url()}")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.locator("#topbar-q")).to_be_focused()
    assert page.locator("#topbar-q").input_value() == ""
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url("**/notices/")

    opened(page, "/help/keyboard/").get_by_role("button", name="Turn the keys off").click()
    expect(page.get_by_role("heading", name="They are off")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.url.endswith("/help/keyboard/")


def test_what_is_taken_away_and_where_it_is_followed_is_clean(new_page, ann, topic):
    page = new_page(ann)
    for address in ["/discussions/feeds/", f"/discussions/{topic.pk}/print/"]:
        page.goto(address)
        assert_clean(page)
    page.goto("/discussions/feeds/")
    page.get_by_role("button", name="Make my feed").click()
    expect(page.get_by_role("button", name="Copy the address of your feed")).to_be_visible()
    assert_clean(page)

"""Writing as a browser does it: the words of another, a person called by name, a picture shown within the text."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def map_of_a_journey():
    target = io.BytesIO()
    Image.new("RGB", (900, 450), "teal").save(target, "PNG")
    return {"name": "map.png", "mimeType": "image/png", "buffer": target.getvalue()}


def test_a_reply_quotes_calls_and_shows(new_page, eli, hana, topic):
    topic.reply(by=hana, body="We gave it to operations. It took a year.")
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    field = page.get_by_label("Your reply", exact=True)
    field.scroll_into_view_if_needed()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()

    page.locator("#post-2 .prose p").select_text()
    page.get_by_role("link", name="Quote post 2 by Hana Sato").click()
    expect(field).to_have_value(
        f"> [Hana Sato wrote:](/discussions/{topic.pk}/posts/2/)\n>\n> We gave it to operations. It took a year.\n\n"
    )

    field.press_sequentially("Thank you @an")
    expect(page.get_by_role("option", name="Ann Okafor")).to_be_visible()
    assert field.get_attribute("aria-activedescendant")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially("n")
    expect(page.get_by_role("option", name="Ann Okafor")).to_be_visible()
    field.press("Enter")
    field.press_sequentially("for asking. ")
    field.press("Control+b")
    field.press_sequentially("Ours")

    page.get_by_text("Add files or pictures").click()
    page.locator("input[type=file]").set_input_files([map_of_a_journey()])
    page.get_by_label("What is to be seen in it?").fill("Seven steps")
    page.get_by_role("button", name="Show it within the text").click()
    page.get_by_role("button", name="Send my reply").click()

    post = page.locator("#post-3")
    expect(post.get_by_role("link", name="Hana Sato wrote:")).to_be_visible()
    expect(post.locator(".mention")).to_have_text("@ann-okafor")
    expect(post.locator("strong")).to_have_text("Ours")
    expect(post.get_by_role("img", name="Seven steps")).to_be_visible()
    assert post.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 640

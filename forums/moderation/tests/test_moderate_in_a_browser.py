"""In a browser: a post is flagged, its case is taken and sent back, its author changes it, and it is there again."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from forums.moderation.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page):
    """What axe has against the page as it stands, and whether it is wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    return found + ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_flagging_claiming_sending_back_and_revising(new_page, ann, eli, maya, make_topic):
    topic = make_topic(replies=1)
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    page.get_by_text("More for post 2").click()
    page.get_by_role("link", name="Flag post 2").click()
    assert faults(page) == []
    page.get_by_role("button", name="Flag it").click()
    expect(page.get_by_text("Choose what is wrong with it.").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("It tells what is private").check()
    page.get_by_label("In your words").fill("It names their customer.")
    page.get_by_role("button", name="Flag it").click()
    page.get_by_text("More for post 2").click()
    expect(page.get_by_role("link", name="You flagged post 2")).to_be_visible()

    desk = new_page(maya)
    desk.goto("/moderation/")
    assert faults(desk) == []
    desk.get_by_role("link", name=topic.title).click()
    desk.get_by_role("button", name="Work on it").click()
    expect(desk.get_by_text("You work on it.")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_label("Hide it, until its author has changed it").check()
    desk.get_by_label("Your words to the author").fill("Leave the customer's name out.")
    desk.get_by_role("button", name="Decide it so").click()
    expect(desk.get_by_text("Nothing waits.")).to_be_visible()
    assert faults(desk) == []

    mine = new_page(ann)
    mine.goto(f"/moderation/{Case.objects.get().pk}/text/")
    expect(mine.get_by_text("Leave the customer's name out.")).to_be_visible()
    assert faults(mine) == []
    mine.get_by_label("Your text").fill("A customer of ours said so.")
    mine.get_by_role("button", name="Send my new text").click()
    expect(mine.get_by_text("The moderator reads your new text.")).to_be_visible()

    desk.goto("/moderation/")
    desk.get_by_role("link", name=topic.title).click()
    expect(desk.get_by_text("A customer of ours said so.")).to_be_visible()
    desk.get_by_label("Show it again").check()
    desk.get_by_role("button", name="Decide it so").click()
    expect(desk.get_by_text("Nothing waits.")).to_be_visible()
    page.goto(topic.get_absolute_url())
    expect(page.get_by_text("A customer of ours said so.")).to_be_visible()
    desk.goto("/moderation/rules/")
    assert faults(desk) == []


def test_a_first_post_waits_at_its_place(new_page, newcomer, topic):
    page = new_page(newcomer)
    page.goto(topic.get_absolute_url())
    page.get_by_label("Your reply").fill("Ours has four stages.")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_text("Only you see this: a moderator reads it first")).to_be_visible()
    expect(page.get_by_role("region", name="Your reply").get_by_text("Ours has four stages.")).to_be_visible()
    assert faults(page) == []
    page.goto("/moderation/waiting/")
    assert faults(page) == []

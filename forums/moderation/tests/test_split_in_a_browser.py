"""In a browser: posts are ticked and split off, two topics become one, one is locked and slowed down."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from forums.discussions.models import Topic
from forums.moderation.models import Act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page):
    """What axe has against the page as it stands, and whether it is wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    return found + ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_splitting_merging_locking_and_slowing_down(new_page, maya, eli, make_topic, make_board):
    members = make_board(name="Among members", audience="members", posting="members")
    topic = make_topic(replies=4)
    page = new_page(maya)
    page.goto(topic.get_absolute_url())
    page.get_by_text("More for post 3").click()
    page.get_by_role("link", name="Split post 3 off").click()
    assert page.get_by_label("3 · Ann Okafor").is_checked()
    page.get_by_label("4 · Ann Okafor").check()
    assert faults(page) == []
    page.get_by_label("Title").fill("What the third stage is for")
    page.get_by_role("button", name="Split them off").click()
    expect(page.get_by_text("Say why, in a sentence.").first).to_be_visible()
    assert page.get_by_label("4 · Ann Okafor").is_checked()
    assert faults(page) == []
    page.get_by_label("Why").fill("It is a subject of its own.")
    page.get_by_role("button", name="Split them off").click()
    expect(page.get_by_role("heading", name="What the third stage is for", level=1)).to_be_visible()
    fresh = Topic.objects.get(title="What the third stage is for")

    reader = new_page(eli)
    reader.goto(topic.get_absolute_url())
    expect(reader.get_by_text("moved 2 posts to where they belong")).to_be_visible()
    expect(reader.get_by_text("moved 1 post to where it belongs")).to_be_hidden()
    assert faults(reader) == []
    reader.get_by_role("link", name="read on there").first.click()
    expect(reader.get_by_role("heading", name="What the third stage is for", level=1)).to_be_visible()

    page.goto(f"/moderation/topics/{fresh.pk}/")
    assert faults(page) == []
    page.get_by_role("link", name="Move it to another board").click()
    page.get_by_label("To which board").select_option(str(members.pk))
    page.get_by_label("Why").fill("It tells of customers.")
    assert faults(page) == []
    page.get_by_role("button", name="Move it").click()
    page.goto(f"/moderation/topics/{fresh.pk}/")
    page.get_by_role("link", name="Move it back").click()
    page.get_by_label("Why").fill("It does not.")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("People who cannot read it now will read all that was written here.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="all the same").click()

    page.goto(f"/moderation/topics/{fresh.pk}/merger/")
    page.get_by_label("Into which topic").fill(
        page.url.replace(page.url.split("/", 3)[3], f"discussions/{topic.pk}/x/")
    )
    page.get_by_label("Why").fill("It was one subject after all.")
    assert faults(page) == []
    page.get_by_role("button", name="Look at both first").click()
    expect(page.get_by_text("This cannot be undone").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Merge them for good").click()
    expect(page.get_by_role("heading", name=topic.title, level=1)).to_be_visible()

    for name in ["Lock it", "Slow it down"]:
        page.goto(f"/moderation/topics/{topic.pk}/")
        page.get_by_role("link", name=name).click()
        assert faults(page) == []
        page.get_by_label("Why").fill("It runs hot just now.")
        page.get_by_role("button", name=name).click()
    expect(page.get_by_role("region", name="Closed by a moderator")).to_be_visible()
    page.goto(f"/moderation/topics/{topic.pk}/")
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_role("region", name="Slow mode")).to_be_visible()
    assert faults(page) == []


def test_old_links_to_posts_of_a_merged_topic_find_them(new_page, maya, eli, make_topic):
    topic, other = make_topic(replies=24), make_topic(title="The same, asked before", replies=3)
    Act.merge(topic, into=other, by=maya, reason="They are one.")
    page = new_page(eli)
    for old, new, at in [
        (f"{topic.get_absolute_url()}#post-5", 9, ""),
        (f"{topic.get_absolute_url()}?page=2#post-23", 27, "?page=2"),
        (f"{topic.get_absolute_url()}?page=2", 25, "?page=2"),
        (topic.get_absolute_url(), 5, ""),
    ]:
        page.goto(old)
        expect(page).to_have_url(re.compile(re.escape(f"{other.get_absolute_url()}{at}#post-{new}") + "$"))
        expect(page.locator(f"#post-{new}")).to_be_in_viewport()

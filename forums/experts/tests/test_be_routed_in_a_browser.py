"""In a browser: from a subject to somebody who knows it, the question put to them, and their answer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from forums.experts.models import Referral

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Who owns a journey that crosses three departments?"


def faults(page):
    """What axe has against the page as it stands, and whether it is wider than a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = [each["id"] for each in Axe().run(page).response["violations"]]
    return found + ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_being_routed_to_an_expert(new_page, ann, eli, expert, board):
    page = new_page(ann)
    page.goto("/experts/journey-mapping/")
    assert faults(page) == []
    page.get_by_role("link", name="Eli Brandt").click()
    expect(page.get_by_text("Eli has 2 places left in")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Ask Eli", exact=True).click()
    expect(page.get_by_text("You are asking Eli Brandt about Journey mapping.")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Your text").fill("Ours has six owners, and none.")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("Put to Eli Brandt")).to_be_visible()
    assert faults(page) == []

    expert_page = new_page(eli)
    expert_page.goto("/experts/questions/")
    expect(expert_page.get_by_text("because you are asked by name")).to_be_visible()
    assert faults(expert_page) == []
    expert_page.get_by_role("link", name=TITLE).click()
    expect(expert_page.get_by_text("You are asked, because you know about Journey mapping.")).to_be_visible()
    expert_page.get_by_label("Your reply").fill("The one who is called at night.")
    expert_page.get_by_role("button", name="Send my answer").click()
    expect(expert_page.get_by_text("expert in Journey mapping")).to_be_visible()
    assert Referral.objects.get().state == Referral.ANSWERED

"""In a browser: a moderator silences somebody, who sees why, objects, and writes again."""

import pytest
from playwright.sync_api import expect

from .test_moderate_in_a_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_silencing_as_both_see_it(new_page, cleo, maya, other_moderator, topic):
    desk = new_page(maya)
    desk.goto("/moderation/")
    desk.get_by_label("Find a person by name").fill("Marchetti")
    desk.get_by_label("Find a person by name").press("Enter")
    assert faults(desk) == []
    desk.get_by_role("link", name="Cleo Marchetti").click()
    assert faults(desk) == []
    desk.get_by_role("link", name="Silence for a time").click()
    desk.get_by_role("button", name="Silence them").click()
    expect(desk.get_by_text("Choose for how long.").first).to_be_visible()
    assert faults(desk) == []
    desk.get_by_label("A week", exact=True).check()
    desk.get_by_label("Your words to them").fill("Third time: no advertising.")
    desk.get_by_role("button", name="Silence them").click()
    expect(desk.get_by_text("Cleo Marchetti is told")).to_be_visible()
    desk.get_by_label("Your note").fill("Spoke to her before.")
    desk.get_by_role("button", name="Add the note").click()
    expect(desk.get_by_text("Spoke to her before.")).to_be_visible()
    assert faults(desk) == []

    page = new_page(cleo)
    page.goto(topic.get_absolute_url())
    expect(page.get_by_text("what you write here stays a draft")).to_be_visible()
    page.get_by_label("Your reply").fill("Ours has four stages.")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_role("heading", name="You can read, and not write for now")).to_be_visible()
    expect(page.get_by_text("Third time: no advertising.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Your drafts").first.click()
    expect(page.get_by_text("Ours has four stages.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="I object").click()
    assert faults(page) == []
    page.get_by_label("What you say to it").fill("The board had asked for it.")
    page.get_by_role("button", name="Send my objection").click()
    expect(page.get_by_text("A moderator who did not decide it reads it")).to_be_visible()
    assert faults(page) == []

    other = new_page(other_moderator)
    other.goto("/moderation/")
    assert faults(other) == []
    other.get_by_role("link", name="Cleo Marchetti objects").click()
    assert faults(other) == []
    other.get_by_label("The objection is right").check()
    other.get_by_role("button", name="Decide it so").click()
    expect(other.get_by_text("It is lifted, and both are told.")).to_be_visible()
    other.goto("/moderation/summary/")
    assert faults(other) == []

    page.goto(topic.get_absolute_url())
    expect(page.get_by_label("Your reply")).to_have_value("Ours has four stages.")
    page.get_by_role("button", name="Send my reply").click()
    expect(
        page.get_by_text("It is with a moderator").or_(page.get_by_text("Ours has four stages.")).first
    ).to_be_visible()


def test_the_suspended_read_why_without_signing_in(new_page, ann, password, make_sanction):
    make_sanction(ann, kind="suspension")
    page = new_page()
    page.goto("/accounts/login/")
    page.fill("#id_login", ann.email)
    page.fill("#id_password", password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Your account is suspended until")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="I object").click()
    expect(page.get_by_text("You cannot sign in until")).to_be_visible()
    assert faults(page) == []

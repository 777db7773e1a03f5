"""Everything works without JavaScript: signing in, asking, replying, searching."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(new_page):
    return new_page(java_script_enabled=False)


def sign_in(page, person, password):
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def test_somebody_signs_in_asks_is_answered_and_finds_it(page, new_page, ann, eli, board, password):
    sign_in(page, ann, password)
    page.goto(reverse("forums:latest"))
    page.get_by_role("link", name="Ask or tell").click()
    page.get_by_label("Title").fill("Who owns the journey after the sale?")
    page.get_by_label("Your text").fill("Ours has **six** owners and none of them would open the door.")
    page.get_by_label("You would like answers from experience.").check()
    page.get_by_label(board.name).check()

    page.get_by_role("button", name="Preview").click()
    expect(page.locator("strong", has_text="six")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Who owns the journey after the sale?")
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who owns the journey after the sale?")

    other = new_page(eli, java_script_enabled=False)
    other.goto(page.url)
    other.get_by_label("Your reply").fill("We gave it to the lead of operations.")
    other.get_by_role("button", name="Send my answer").click()
    expect(other.get_by_text("We gave it to the lead of operations.")).to_be_visible()

    page.goto(reverse("search"))
    page.get_by_role("main").get_by_role("searchbox").fill("operations")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Who owns the journey after the sale?").click()
    expect(page.get_by_text("We gave it to the lead of operations.")).to_be_visible()


def test_a_wrong_password_brings_the_form_back_with_the_reason(page, ann):
    sign_in(page, ann, "not what it is")
    expect(page.get_by_label("E-mail address")).to_have_value(ann.email)
    expect(page.get_by_role("main")).to_contain_text("do not belong together")


def test_an_empty_reply_says_what_is_missing(page, new_page, ann, topic):
    page = new_page(ann, java_script_enabled=False)
    page.goto(reverse("forums:reply", args=[topic.pk]))
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_text("There is no text yet.").first).to_be_visible()

"""In a browser: the table of what one hears, by keyboard and without scripts; and stopping mail from the mail itself,
without signing in."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail as django_mail
from django.utils import timezone
from playwright.sync_api import expect

from members.mail.delivery import deliver_due
from members.mail.preferences import channels_of, is_stopped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
POSTED, MENTIONED = "forums/reading/posted", "forums/reading/mentioned"


def assert_clean(page):
    broken = [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
    assert not broken, f"{page.url}: {broken}"


def test_a_channel_is_chosen_by_keyboard_and_all_of_them_by_one_press(new_page, ann):
    page = new_page(ann)
    page.goto("/mail/preferences/")
    row = page.get_by_role("radiogroup", name="Posts that call me by name")
    expect(row).to_have_accessible_description("You get this because somebody called you by name.")
    row.get_by_role("radio", name="By mail, at once usual").focus()
    page.keyboard.press("ArrowRight")
    expect(row.get_by_role("radio", name="Gathered in my letter")).to_be_checked()
    page.get_by_role("button", name="Save my choice").press("Enter")
    expect(page.get_by_text("Your choice is saved.")).to_be_visible()
    assert channels_of(ann)[MENTIONED] == "digest"
    assert_clean(page)

    page.get_by_role("button", name="No mail but what must come").click()
    expect(row.get_by_role("radio", name="Only in the portal")).to_be_checked()
    assert channels_of(ann)[POSTED] == "notice"
    page.get_by_role("button", name="Take it back").click()
    expect(row.get_by_role("radio", name="Gathered in my letter")).to_be_checked()
    assert (channels_of(ann)[MENTIONED], channels_of(ann)[POSTED]) == ("digest", "now")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_without_scripts_each_row_is_a_small_group(new_page, ann, scheme):
    page = new_page(
        ann, java_script_enabled=False, viewport={"width": 320, "height": 640}, color_scheme=scheme, has_touch=True
    )
    page.goto("/mail/preferences/")
    row = page.get_by_role("radiogroup", name="Posts that call me by name")
    row.get_by_text("Not at all").tap()
    page.get_by_role("button", name="Save my choice").click()
    assert channels_of(ann)[MENTIONED] == "never"
    assert row.bounding_box()["x"] + row.bounding_box()["width"] <= 320
    page.get_by_label("Keep my quiet hours").check()
    page.get_by_label("Until").select_option("22:00")
    page.get_by_role("button", name="Save my quiet hours").click()
    expect(page.get_by_text("They end when they begin").first).to_be_visible()
    expect(page.get_by_label("Keep my quiet hours")).to_be_checked()
    page.get_by_label("Until").select_option("06:00")
    page.get_by_role("button", name="Save my quiet hours").click()
    expect(page.get_by_text("Letters that can wait come after 06:00.")).to_be_visible()


def test_mail_is_stopped_from_the_mail_without_signing_in_and_undone(new_page, ann, eli, make_topic, told_at_once):
    make_topic(by=ann).reply(by=eli, body="One sheet of paper on the wall.")
    deliver_due(timezone.now() + timedelta(minutes=4))
    letter = next(each for each in django_mail.outbox if each.to == [ann.email]).message()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"]
    address = re.search(r"<(https?://[^>]+)>", letter["List-Unsubscribe"])[1]

    page = new_page()
    page.goto(address)
    assert not is_stopped(ann.pk, POSTED), "mail scanners follow links"
    assert_clean(page)
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_role("heading", name="These mails are stopped")).to_be_visible()
    assert is_stopped(ann.pk, POSTED)
    assert_clean(page)
    page.get_by_role("button", name="Send them again after all").click()
    expect(page.get_by_role("heading", name="Stop these mails?")).to_be_visible()
    assert not is_stopped(ann.pk, POSTED)

    page.goto(address[:-4])  # as a mail program breaks a long line
    expect(page.get_by_role("heading", name="This link is not whole")).to_be_visible()
    assert_clean(page)

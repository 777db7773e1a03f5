"""In a browser: choosing one's letter, seeing what it would say, hearing less of something, stopping it."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail as django_mail
from django.utils import timezone
from playwright.sync_api import expect

from cxpa_portal.digest.kinds import KIND
from cxpa_portal.digest.tasks import write_due
from forums.reading.models import Level, Watch
from members.mail.delivery import deliver_due
from members.mail.models import DigestSchedule, Less
from members.mail.preferences import is_stopped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEWS = "Which number do you show a board?"


def assert_clean(page):
    broken = [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
    assert not broken, f"{page.url}: {broken}"


@pytest.fixture
def followed(ann, eli, make_topic, make_board):
    """A topic of Eli's in a board that Ann follows."""
    board = make_board(name="Measuring")
    Watch.choose(ann, board=board, level=Level.FOLLOWING)
    return make_topic(by=eli, board=board, title=NEWS)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_choosing_how_often_and_hearing_less_of_a_board(new_page, ann, followed, width, scheme):
    page = new_page(ann, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto("/mail/digest/")
    expect(page.get_by_text("You follow the board “Measuring”.")).to_be_visible()
    expect(page.get_by_label("On this day of the month")).to_be_hidden()
    page.get_by_label("Once a month").check()
    expect(page.get_by_label("On this weekday")).to_be_hidden()
    page.get_by_label("On this day of the month").select_option("15")
    page.get_by_label("How long you like to read").select_option("Two minutes")
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("Your next letter comes on")).to_be_visible()
    schedule = DigestSchedule.objects.get(person=ann)
    assert (schedule.round, schedule.day, schedule.minutes) == ("monthly", 15, 2)

    page.get_by_role("button", name=re.compile("Less of this.*Measuring")).click()
    expect(page.get_by_role("link", name="Eli Brandt began “Which number do you show a board?”")).to_have_count(0)
    expect(page.get_by_role("heading", name="You asked to hear less of")).to_be_visible()
    assert_clean(page)
    page.get_by_role("button", name=re.compile("Tell me again.*Measuring")).click()
    expect(page.get_by_role("link", name=NEWS)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.get_by_label("Never").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("You get no letter any more.")).to_be_visible()
    assert is_stopped(ann.pk, KIND)
    assert_clean(page)


def test_without_scripts_everything_can_be_chosen(new_page, ann):
    page = new_page(ann, java_script_enabled=False)
    page.goto("/mail/digest/")
    page.get_by_label("Every day").check()
    page.get_by_label("At", exact=True).select_option("06:00")
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_text("Your next letter comes on")).to_be_visible()
    assert DigestSchedule.objects.get(person=ann).round == "daily"


def test_from_the_letter_with_one_click_and_one_button_without_signing_in(
    page, live_url, ann, followed, clock, settings
):
    write_due()
    clock(DigestSchedule.objects.get(person=ann).due_at + timedelta(minutes=1))
    write_due()
    deliver_due(timezone.now() + timedelta(seconds=1))
    [letter] = [mail for mail in django_mail.outbox if NEWS in mail.body and mail.to == [ann.email]]
    clock(timedelta())
    page.set_content(letter.alternatives[0][0])
    page.get_by_role("link", name="Less of this").first.click()
    expect(page.get_by_role("heading", name="Less of this in your letter?")).to_be_visible()
    assert not Less.objects.exists()
    assert_clean(page)
    page.get_by_role("button", name="Less of this").click()
    expect(page.get_by_role("heading", name="Your letter says less of it")).to_be_visible()
    assert Less.objects.get().person == ann
    page.get_by_role("button", name="Tell me again after all").click()
    expect(page.get_by_role("heading", name="Less of this in your letter?")).to_be_visible()
    assert not Less.objects.exists()

    page.set_content(letter.alternatives[0][0])
    page.get_by_role("link", name="Stop mails of this kind").click()
    page.get_by_role("button", name="Stop these mails").click()
    assert is_stopped(ann.pk, KIND)

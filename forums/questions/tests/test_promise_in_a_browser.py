"""A question waits, somebody of the answer desk takes it and answers, and its clock says so."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from forums.questions.models import DeskClaim, PromiseMonth
from forums.questions.tasks import keep_the_promise
from members.days import months_after

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def late(make_question):
    """A question that has waited nine days, so that no weekend saves it."""
    return make_question(now=timezone.now() - timedelta(days=9))


def test_a_volunteer_takes_what_waits_and_the_clock_says_answered(new_page, ann, eli, late):
    elis, anns = new_page(eli), new_page(ann)

    elis.goto("/questions/desk/")
    elis.get_by_role("button", name="Take a place at the desk").click()
    expect(elis.get_by_text("You have a place at the answer desk. Thank you.")).to_be_visible()
    keep_the_promise()
    elis.get_by_role("button", name="I take this").click()
    expect(elis.get_by_text("Somebody at the answer desk is on it.")).to_be_visible()
    expect(elis.get_by_text("The promised answer is late by")).to_be_visible()

    elis.goto("/questions/desk/")
    elis.get_by_role("link", name="Write the answer").click()
    elis.get_by_label("Your reply").fill("Whoever can say no to it.")
    elis.get_by_role("button", name="Send my answer").click()
    expect(elis.get_by_text("Answered after 9 days.")).to_be_visible()
    assert DeskClaim.objects.get().ended_at

    anns.goto(late.get_absolute_url())
    expect(anns.get_by_text("Answered after 9 days.")).to_be_visible()
    elis.goto("/questions/desk/")
    expect(elis.get_by_text("Nothing waits.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_pages_are_open_to_everyone(new_page, eli, late, width, scheme):
    for back in range(3):
        month = months_after(timezone.localdate().replace(day=1), -back)
        PromiseMonth.objects.create(
            month=month, questions=9, in_time=8, median_seconds=20_000, reckoned_at=timezone.now()
        )
    page = new_page(eli, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page.goto("/questions/desk/")
    page.get_by_role("button", name="Take a place at the desk").click()
    for address in ["/questions/promise/", "/questions/desk/", late.get_absolute_url()]:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert not [(wrong["id"], wrong["nodes"][0]["html"]) for wrong in found], address
        assert page.evaluate("document.documentElement.scrollWidth") == width, address

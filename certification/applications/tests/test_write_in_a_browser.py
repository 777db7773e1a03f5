"""What a person sees while writing: each field says that it is saved, and keeps what could not be."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certification.applications.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(new_page, ann, rules):
    """Ann's page of the first area, and its text."""
    application = Application.start(ann)
    page = new_page(ann)
    page.goto(reverse("certification:section", args=["competency-1"]), wait_until="networkidle")
    return application, page, page.locator("[name='story-1']")


def saved(page, words="Saved "):
    """Wait until the page says so."""
    page.locator("[data-autosave-said]", has_text=re.compile(f"^{words}")).wait_for()


def test_a_field_is_saved_as_it_is_left_and_what_fails_is_kept_and_sent_later(story):
    application, page, text = story
    text.fill("I listened to forty calls.")
    text.blur()
    saved(page)
    assert application.answers.get(name="story-1").value == "I listened to forty calls."

    page.context.set_offline(True)
    text.fill("I listened to forty calls, and changed three letters.")
    text.blur()
    saved(page, "Not saved yet")
    assert text.input_value() == "I listened to forty calls, and changed three letters."

    page.context.set_offline(False)
    saved(page)
    assert application.answers.get(name="story-1").value == "I listened to forty calls, and changed three letters."


def test_a_field_that_is_newer_elsewhere_is_shown_and_not_overwritten(story):
    application, page, text = story
    text.fill("From this desk.")
    text.blur()
    saved(page)
    application.save_field("story-1", "From the phone.", version=1)
    text.fill("From this desk again.")
    text.blur()
    page.get_by_text("You changed this in another window too.").wait_for()
    assert application.answers.get(name="story-1").value == "From the phone."
    assert text.input_value() == "From this desk again."
    # Only the button decides: a pause in typing, or leaving the field once more, does not.
    text.press_sequentially(" And on.")
    text.blur()
    page.wait_for_timeout(2000)
    assert application.answers.get(name="story-1").value == "From the phone."
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert application.answers.get(name="story-1").value == "From this desk again. And on."


def test_what_was_typed_before_the_script_arrived_is_saved_when_it_does(new_page, ann, rules):
    application = Application.start(ann)
    page = new_page(ann)
    held = []
    page.route("**/autosave*.js", lambda route: held.append(route))
    page.goto(reverse("certification:section", args=["competency-1"]), wait_until="commit")
    page.locator("[name='story-1']").fill("I listened to forty calls.")
    page.locator("[name='involvement-1']").first.check()
    page.wait_for_function("document.readyState !== 'loading'")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    for name in ["story-1", "involvement-1"]:
        expect(page.locator(f"[name='version-{name}']")).to_have_value("1")
    assert application.answers.get(name="story-1").value == "I listened to forty calls."


def test_an_answer_that_was_overtaken_does_not_take_the_count_back(new_page, ann, rules):
    application = Application.start(ann)
    job = application.add_job(by=ann)
    for field, value in [("began_month", "3"), ("began_year", "2018")]:
        application.save_field(f"job-{job.pk}-{field}", value, version=0)
    page = new_page(ann)
    page.goto(reverse("certification:section", args=["work"]), wait_until="networkidle")
    overtaken = []

    def answer(route):
        if "employer" in route.request.post_data:
            overtaken.append((route, route.fetch()))
        else:
            route.continue_()

    page.route(f"**{reverse('certification:application_fields')}", answer)
    count = page.locator("[data-autosave-count]")
    page.get_by_label("Employer").fill("Lakeshore Transit")
    page.get_by_label("Employer").blur()
    while not overtaken:
        page.wait_for_timeout(20)
    page.get_by_label("I still work there").check()
    expect(count).to_contain_text("that is enough")
    [(route, early)] = overtaken
    route.fulfill(response=early)
    expect(page.locator(f"[name='version-job-{job.pk}-employer']")).to_have_value("1")
    assert "0 of 36" in early.json()["counted"]
    expect(count).to_contain_text("that is enough")

"""An application for the CCXP, from its first field to its invoice."""

from django.urls import reverse
from playwright.sync_api import expect

from . import NAME
from .pay import reads_an_invoice

STORY = (
    "Refunds took us nineteen days. I sat with the four teams, drew what happens to one refund, and took out two "
    "approvals that nobody could explain. It takes six days now, and complaints about it fell by half."
)


def leaves(page, name, value):
    """Writes in one field and goes on; the page says that it is saved."""
    field = page.locator(f"[name='{name}']")
    field.fill(value)
    field.blur()
    expect(page.locator(f"[name='version-{name}']")).to_have_value("1")  # what the portal has of it
    expect(page.locator("[data-autosave-said]")).to_contain_text("Saved")


def goes_on(page, heading):
    page.locator("button[name=then][value=next]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def applies(page, framework):
    """Every section of the application; what was left without a button is there again after a reload."""
    page.goto(reverse("certification:scheme"))
    page.get_by_role("link", name="Begin my application").first.click()
    page.get_by_role("button", name="Begin my application").click()
    leaves(page, "legal_name", NAME)
    page.reload()
    expect(page.locator("[name=legal_name]")).to_have_value(NAME)
    goes_on(page, "Education")
    page.get_by_label("A bachelor's degree").check()
    page.get_by_label("Where you studied").fill("University of Lagos")
    page.get_by_label("What you finished with").fill("BSc in Psychology")
    page.get_by_label("In which year").fill("2012")
    goes_on(page, "Work")
    page.get_by_role("button", name="Add a place of work").click()
    writes_of_work(page)
    for competency in framework.competencies.all():
        goes_on(page, competency.name)
        page.get_by_label("I managed the work").check()
        leaves(page, f"story-{competency.number}", STORY)
    page.goto(reverse("certification:application"))  # she goes away, and one button leads back
    page.get_by_role("link", name="Look it over", exact=True).click()
    page.get_by_label("I state all of this.").check()
    page.get_by_role("button", name="Send my application").click()
    return reads_an_invoice(page, "US$495.00")


def writes_of_work(page):
    job = page.locator("fieldset.job")
    job.get_by_label("Employer").fill("Lakeshore Transit")
    job.get_by_label("Your role").fill("Head of customer experience")
    job.get_by_label("From").select_option("3")
    job.get_by_label("Year").first.fill("2018")
    job.get_by_label("What you did for customers there").fill("I lead the listening and the mending, full time.")
    job.get_by_label("I still work there").check()
    expect(page.locator("[data-autosave-count]")).to_contain_text("that is enough", timeout=30_000)

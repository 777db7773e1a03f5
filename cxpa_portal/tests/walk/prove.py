"""Read by one, decided by another, examined, and on the register for whoever asks."""

from django.urls import reverse
from playwright.sync_api import expect

from cxpa_portal.tests.postbox import link_in, subject_of

from . import ADDRESS, NAME
from .apply import STORY
from .week import beat


def opens_the_case(staff, queue):
    staff.goto(reverse("admin:index"))
    staff.get_by_role("link", name=queue).click()
    staff.get_by_role("link", name=NAME).click()
    expect(staff.get_by_text(STORY).first).to_be_visible()


def reviews(staff):
    opens_the_case(staff, "Applications to review")
    staff.get_by_label("Where you work").fill("Contoso Insurance")
    staff.get_by_label("I know of nothing that keeps me from judging fairly").check()
    staff.get_by_role("button", name="Take the case").click()
    staff.get_by_label("Approve", exact=True).check()
    staff.get_by_label("Why, for the one who decides").fill("Her own work, with results one can check.")
    staff.get_by_role("button", name="Send my recommendation").click()
    expect(staff.get_by_text("Done, and kept in the history below.")).to_be_visible()


def decides(staff):
    opens_the_case(staff, "Applications to decide")
    staff.get_by_label("Approve", exact=True).check()
    staff.get_by_role("button", name="Decide").click()
    expect(staff.get_by_text("Done, and kept in the history below.")).to_be_visible()


def may_sit(page, postbox):
    """The right to sit came with the approval; Nia says when it would suit her."""
    beat()
    letter = postbox.letter(ADDRESS, "You may sit the CCXP exam: your application is approved")
    page.goto(link_in(letter, "/certification/"))
    expect(page.get_by_text("You may sit until 16 July 2026.")).to_be_visible()
    page.get_by_label("At my own computer, watched online").check()
    page.get_by_label("Which days and hours suit you?").fill("This Saturday, somebody gave a slot back.")
    page.get_by_role("button", name="Send my dates").click()
    expect(page.get_by_text("We have your dates.")).to_be_visible()


def arranges_the_sitting(staff):
    staff.goto(reverse("admin:index"))
    staff.get_by_role("link", name="Dates for the exam to arrange").click()
    staff.get_by_role("link", name="Arrange a sitting").click()
    staff.get_by_label("Day").fill("2026-01-17")
    staff.get_by_label("Begins, in the time of the place").fill("10:00")
    staff.get_by_label("Where").fill("Online, watched by camera")
    staff.get_by_label("Provider's reference").fill("P-20117")
    staff.get_by_role("button", name="Arrange a sitting").click()
    expect(staff.get_by_text("The sitting is arranged, and the candidate gets a letter.")).to_be_visible()


def records_that_she_passed(staff):
    staff.goto(reverse("admin:exams_sitting_changelist"))
    staff.get_by_role("link", name="Record the result").click()
    staff.get_by_label("Passed", exact=True).check()
    staff.get_by_role("button", name="Record the result").click()
    expect(staff.get_by_text("The result is recorded, and the candidate gets a letter.")).to_be_visible()


def is_certified(page, postbox):
    beat()
    postbox.letter(ADDRESS, "You passed the CCXP exam")
    letter = postbox.letter(ADDRESS, "You are a CCXP: CCXP-")
    page.goto(reverse("certification:credential"))
    expect(page.get_by_role("main")).to_contain_text(subject_of(letter).removeprefix("You are a CCXP: "))


def finds_her_on_the_register(employer):
    """One field on the landing page, no account."""
    employer.goto("/")
    employer.get_by_label("Verify a CCXP").fill(NAME)
    employer.get_by_role("button", name="Verify").click()
    employer.get_by_role("link", name=NAME).click()
    sentence = f"{NAME} has been a CCXP since 2026, valid until 17 January 2029."
    expect(employer.get_by_role("heading", level=1)).to_have_text(sentence)

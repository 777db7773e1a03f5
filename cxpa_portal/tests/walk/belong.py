"""From a stranger to a member."""

from django.urls import reverse
from playwright.sync_api import expect

from cxpa_portal.tests.postbox import link_in

from . import ADDRESS, NAME
from .pay import reads_an_invoice
from .week import beat


def opens_an_account(page, postbox):
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not alone in this work.")
    page.get_by_role("main").get_by_role("link", name="Join CXPA").click()
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill("six-owners-one-door")
    page.get_by_role("button", name="Create my account").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    beat()
    letter = postbox.letter(ADDRESS, "Confirm your address")
    page.goto(link_in(letter, "/accounts/confirm-email/"))
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good morning, Nia.")


def asks_to_join(page, postbox):
    """The number of the invoice that Nia gets."""
    page.goto(reverse("membership:plans"))
    page.get_by_role("link", name="Join: Individual").click()
    page.get_by_label("Address").fill("12 Bathurst Street\nToronto, ON M5V 2P1")
    page.get_by_label("Country").select_option("CA")
    page.get_by_role("button", name="Send me the invoice").click()
    number = reads_an_invoice(page, "US$275.00")
    beat()
    letter = postbox.letter(ADDRESS, f"Your invoice {number} over US$275.00")
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["application/pdf"]
    return number


def is_a_member(page, postbox):
    beat()
    postbox.letter(ADDRESS, "Welcome, Nia: you are a member until 12 January 2027")
    postbox.letter(ADDRESS, "Your US$275.00 arrived")
    page.goto(reverse("membership:membership"))
    expect(page.get_by_role("main").get_by_text("You are a member until 12 January 2027.")).to_be_visible()

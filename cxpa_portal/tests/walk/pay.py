"""An invoice, and the bank transfer that staff confirm."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from . import NAME


def reads_an_invoice(page, total):
    heading = page.get_by_role("heading", level=1, name=re.compile(r"^Invoice \S+"))
    expect(heading).to_be_visible()
    expect(page.get_by_role("row", name=f"Total {total}")).to_be_visible()
    pdf = page.request.get(page.get_by_role("link", name="Download the PDF").get_attribute("href"))
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    return heading.inner_text().removeprefix("Invoice ")


def confirms_the_transfer(staff, number):
    """From the admin's first page: the queue, the row, the button."""
    staff.goto(reverse("admin:index"))
    staff.get_by_role("link", name="Transfers to confirm").click()
    staff.get_by_role("row", name=number).get_by_role("link", name="Confirm the transfer").last.click()
    staff.get_by_role("button", name="The money is here").click()
    expect(staff.get_by_text(f"Confirmed. {NAME} gets the receipt by mail.")).to_be_visible()

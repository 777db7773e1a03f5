"""A place at an event, the day before, and the door."""

from playwright.sync_api import expect

from cxpa_portal.tests.postbox import text_of

from . import ADDRESS, NAME
from .week import beat


def takes_a_place(page, event):
    page.goto(event.get_absolute_url())
    page.get_by_role("button", name="Take a place").click()
    place = page.get_by_role("main")
    expect(place.get_by_text(f"You have a place at {event.title}.")).to_be_visible()
    entry = page.request.get(place.get_by_role("link", name="Add to calendar").first.get_attribute("href"))
    assert entry.headers["content-type"].startswith("text/calendar")
    assert f"SUMMARY:{event.title}" in entry.text()


def finds_it_full(page, event):
    page.goto(event.get_absolute_url())
    expect(page.get_by_role("button", name="Join the waitlist, 0 before you")).to_be_visible()


def is_reminded(postbox, event):
    beat()
    letter = postbox.letter(ADDRESS, f"{event.title}:")
    assert "Thursday 15 January, 18:00" in text_of(letter)
    assert "the host has your name at the door" in text_of(letter)


def checks_in(host, event):
    host.goto(event.get_absolute_url())
    host.get_by_role("link", name="Open the door list").click()
    host.get_by_role("button", name=f"Check in {NAME}").click()
    expect(host.get_by_text("1 of 1 is here.")).to_be_visible()


def is_there(page, event):
    page.goto(event.get_absolute_url())
    expect(page.get_by_text("You are checked in. Enjoy it.")).to_be_visible()

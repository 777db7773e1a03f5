"""A private message in two browsers: asked, accepted, answered, read, and no ghost left in the badge."""

import pytest
from playwright.sync_api import expect

from forums.conversations.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def badge(page, words):
    """The bell, as a screen reader says it."""
    expect(page.get_by_role("link", name=words, exact=True)).to_be_visible()


def test_a_message_is_asked_accepted_answered_and_read(new_page, ann, eli):
    anns, elis = new_page(ann), new_page(eli)

    anns.goto("/conversations/")
    anns.get_by_role("link", name="Write to somebody").first.click()
    anns.get_by_label("Your message").fill("I read your answer on maps. May I ask how you began?")
    anns.get_by_label("Find somebody by name").press_sequentially("brandt")  # found while it is typed
    anns.get_by_label("Eli Brandt").check()
    expect(anns.get_by_label("Your message")).to_have_value("I read your answer on maps. May I ask how you began?")
    anns.get_by_role("button", name="Send my message").click()
    expect(anns.get_by_text("Eli Brandt has your message.")).to_be_visible()

    elis.goto("/notices/")
    badge(elis, "Notices, 1 new")
    elis.get_by_role("link", name="Ann Okafor would like to talk to you").click()
    badge(elis, "Notices")
    elis.get_by_role("button", name="Accept").click()
    elis.get_by_label("Your message").fill("With **one** team, and coffee.")
    elis.get_by_text("Add files or pictures").click()
    elis.get_by_label("Files").set_input_files({"name": "how.txt", "mimeType": "text/plain", "buffer": b"One team."})
    expect(elis.get_by_role("link", name="how.txt")).to_be_visible()
    elis.get_by_role("button", name="Send my message").click()
    expect(elis.locator("#message-2")).to_contain_text("With one team, and coffee.")
    expect(elis.locator("#message-2").get_by_role("link", name="how.txt")).to_be_visible()

    anns.goto("/conversations/")
    badge(anns, "Notices, 1 new")
    expect(anns.get_by_text("1 new", exact=True)).to_be_visible()
    anns.get_by_role("link", name="Eli Brandt", exact=True).click()
    expect(anns.get_by_text("New since you were here")).to_be_visible()
    anns.goto("/conversations/")
    badge(anns, "Notices")
    expect(anns.get_by_text("1 new", exact=True)).to_have_count(0)
    assert not ann.notices.unread().exists()
    assert not eli.notices.unread().exists()
    assert Message.objects.count() == 2

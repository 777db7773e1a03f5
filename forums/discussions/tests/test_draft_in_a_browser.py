"""Drafting as a browser does it: through a lost session, in two windows, and without a connection."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from members.progress.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page, text):
    """Type into the reply box, and let the pause pass in which it is kept."""
    field = page.get_by_label("Your reply")
    field.scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Keep it for later")).to_be_hidden()  # the script is there
    field.fill(text)


def said(page, words):
    expect(page.locator("[data-draft-said]")).to_contain_text(words)


def test_a_draft_outlives_the_session_in_which_it_was_written(new_page, eli, topic, password):
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    write(page, "Ours went to")
    said(page, "Kept ")
    Session.objects.all().delete()
    write(page, "Ours went to the lead of operations.")
    said(page, "You are signed out.")

    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_text("Your text is kept: sign in")).to_be_visible()
    page.get_by_label("E-mail address").fill(eli.email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(f"**{reverse('forums:reply', args=[topic.pk])}")
    expect(page.get_by_label("Your reply")).to_have_value("Ours went to the lead of operations.")
    said(page, "Kept ")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.get_by_role("article").get_by_text("Ours went to the lead of operations.")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_value("")
    assert not Draft.objects.of(eli).exists()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


def test_two_windows_show_each_other_what_was_written(new_page, eli, topic):
    first = new_page(eli)
    first.goto(topic.get_absolute_url())
    second = first.context.new_page()
    second.goto(topic.get_absolute_url())
    write(first, "Written in the first window.")
    said(first, "Kept ")

    write(second, "Written in the second.")
    expect(second.get_by_text("You wrote more in another window.").first).to_be_visible()
    expect(second.get_by_role("group", name="The text of your other window")).to_contain_text("in the first window")
    second.get_by_role("button", name="Take that text").click()
    expect(second.get_by_label("Your reply")).to_have_value("Written in the first window.")
    expect(second.get_by_role("button", name="Take that text")).to_be_hidden()

    write(second, "Written in the first window, and gone on with in the second.")
    said(second, "Kept ")
    write(first, "Something else.")
    first.get_by_role("button", name="Keep this one").click()
    said(first, "Kept ")
    assert Draft.objects.of(eli).get().fields["body"] == "Something else."


def test_what_is_typed_without_a_connection_is_kept_here_and_sent_when_it_is_back(new_page, eli, topic):
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    write(page, "On a train")
    said(page, "Kept ")
    page.context.set_offline(True)
    write(page, "On a train, in a tunnel")
    said(page, "There is no connection.")
    page.context.set_offline(False)
    said(page, "Kept ")
    assert Draft.objects.of(eli).get().fields["body"] == "On a train, in a tunnel"

    # And one that was left before it could be sent is back in the form.
    page.context.set_offline(True)
    write(page, "On a train, in a tunnel, arriving")
    said(page, "There is no connection.")
    context = page.context
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(topic.get_absolute_url())
    later.get_by_label("Your reply").scroll_into_view_if_needed()
    expect(later.get_by_label("Your reply")).to_have_value("On a train, in a tunnel, arriving")
    said(later, "Kept ")
    assert Draft.objects.of(eli).get().fields["body"] == "On a train, in a tunnel, arriving"


def test_a_question_that_never_reached_the_portal_stands_among_the_drafts_later(new_page, eli, board):
    page = new_page(eli)
    page.goto(reverse("forums:ask"))
    expect(page.get_by_role("button", name="Keep it for later")).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_label("Title").fill("Who owns the tunnel between two stations?")
    said(page, "There is no connection.")
    context = page.context
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(reverse("progress:drafts"))
    expect(later.get_by_role("link", name="Who owns the tunnel between two stations?", exact=True)).to_be_visible()
    assert Draft.objects.of(eli).get().fields["title"] == "Who owns the tunnel between two stations?"


def test_a_draft_without_a_script(new_page, eli, topic):
    page = new_page(eli, java_script_enabled=False)
    page.goto(topic.get_absolute_url())
    page.get_by_label("Your reply").fill("Half a reply")
    page.get_by_role("button", name="Keep it for later").click()
    expect(page.get_by_label("Your reply")).to_have_value("Half a reply")
    page.goto(reverse("progress:drafts"))
    page.get_by_role("link", name=f"Go on with: {topic.title}").click()
    expect(page.get_by_label("Your reply")).to_have_value("Half a reply")
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_label("Your reply")).to_have_value("")

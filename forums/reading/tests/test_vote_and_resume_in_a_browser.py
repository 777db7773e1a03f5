"""In a browser: answering a poll and seeing what came of it; coming back to a long topic where one stopped."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from forums.discussions.models import Topic
from forums.reading.models import Reading

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_poll_is_answered_and_the_answer_changed(new_page, ann, eli, board):
    poll = {"options": ["NPS", "CES", "None of them"], "kind": "single", "results": "voted"}
    topic = Topic.start(board=board, by=ann, kind="poll", title="Which number do you show your board?", poll=poll)
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    expect(page.get_by_text("You see the results once you have answered.")).to_be_visible()
    page.get_by_role("radio", name="CES").press("Space")
    page.get_by_role("button", name="Send my answer to the poll").click()
    expect(page.get_by_role("row", name="CES 1 vote, 100 %")).to_be_visible()
    page.get_by_role("radio", name="None of them").check()
    page.get_by_role("button", name="Change my answer").click()
    expect(page.get_by_role("row", name="None of them 1 vote, 100 %")).to_be_visible()
    expect(page.get_by_role("row", name="CES 0 votes, 0 %")).to_be_visible()


def test_a_reader_comes_back_to_the_first_post_they_have_not_seen(new_page, ann, eli, make_topic):
    topic = make_topic(replies=44)
    Reading.reach(eli, topic, 25)
    page = new_page(eli)
    page.goto(reverse("forums:latest"))
    page.get_by_role("link", name=topic.title).click()
    page.wait_for_url("**?page=2#post-26")
    expect(page.get_by_role("article", name="Post 26 by Ann Okafor")).to_be_in_viewport()
    expect(page.get_by_text("New since you were here")).to_be_visible()
    page.get_by_role("link", name="Next").first.click()
    page.wait_for_url("**?page=3")
    page.goto(reverse("forums:unread"))
    expect(page.get_by_text("You have read everything")).to_be_visible()

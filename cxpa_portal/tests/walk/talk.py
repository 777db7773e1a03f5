"""A question, and who answers it."""

from django.urls import reverse
from playwright.sync_api import expect

from cxpa_portal.tests.postbox import link_in, text_of

from . import ADDRESS
from .week import beat

QUESTION = "Which failure taught you most about closing the loop?"


def asks(page, board):
    page.goto(reverse("forums:ask"))
    page.get_by_label("Title").fill(QUESTION)
    page.get_by_label("Your text").fill("We ask, we measure, and nobody ever hears back from us.")
    page.get_by_label("You would like answers from experience.").check()
    page.get_by_label(board.name).check()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    return board.topics.get()


def answers(page, topic, words):
    page.goto(topic.get_absolute_url())
    page.get_by_label("Your reply").fill(words)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("article").get_by_text(words)).to_be_visible()
    beat()  # a worker that was woken tells who watches within a second; their letters wait some minutes


def reads_the_answer(page, postbox, who, words):
    beat()
    letter = postbox.letter(ADDRESS, f"{who} replied in “{QUESTION}”")
    assert words in text_of(letter)
    page.goto(link_in(letter, "/discussions/"))
    expect(page.get_by_role("article").get_by_text(words)).to_be_visible()

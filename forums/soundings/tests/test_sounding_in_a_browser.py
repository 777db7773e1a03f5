"""A sounding board from the idea to the published synthesis: its author and five people, each in their browser."""

import pytest
from playwright.sync_api import expect

from forums.discussions.models import Topic
from forums.soundings.models import Sounding
from members.subjects.models import Subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def five(make_round, board):
    """Five members who may be asked, a subject and a board."""
    insight = Subject.objects.create(name="Insight", slug="insight")
    Subject.objects.create(name="Surveys", slug="surveys", parent=insight)
    return make_round(5)


def test_a_half_formed_idea_becomes_something_five_people_agree_to(new_page, ann, five):
    anns = new_page(ann)
    anns.goto("/soundings/")
    anns.get_by_role("link", name="Ask five members").first.click()
    anns.get_by_label("The idea in a line").fill("One question instead of eleven")
    anns.get_by_label("What you have so far").fill("Our survey asks **eleven** things. What if it asked one?")
    anns.get_by_label("What do you most want to know?").fill("Which one would you ask?")
    anns.get_by_label("Surveys").check()
    anns.get_by_role("button", name="Ask them").click()
    expect(anns.get_by_text("5 of 5 members are asked")).to_be_visible()
    address = Sounding.objects.get().get_absolute_url()

    for number, person in enumerate(five):
        theirs = new_page(person)
        theirs.goto("/notices/")
        theirs.get_by_role("link", name="Ann Okafor asks for your view").click()
        expect(theirs.get_by_text("Our survey asks eleven things.")).to_be_visible()
        theirs.get_by_label("Keep", exact=True).fill(f"Its courage, {number}.")
        theirs.get_by_label("Worry").fill("The trend of ten years ends.")
        theirs.get_by_label("Have you thought of …").fill("People who never answer.")
        theirs.get_by_role("button", name="Give my view").click()
        expect(theirs.locator("#views").get_by_text(f"Its courage, {number}.")).to_be_visible()

    anns.goto(address)
    expect(anns.get_by_role("heading", name="5 views")).to_be_visible()
    anns.get_by_role("link", name="Write a synthesis").click()
    anns.get_by_label("Title").fill("One question instead of eleven: what five people said")
    anns.get_by_label("What came of it").fill("Keep the courage, and the trend too.")
    anns.get_by_role("button", name="Ask them").click()
    expect(anns.get_by_text("5 people have not answered yet.")).to_be_visible()

    for number, person in enumerate(five):
        theirs = new_page(person)
        theirs.goto(f"{address}#synthesis")
        theirs.get_by_label("Yes, as it reads here").check()
        if number == 0:
            theirs.get_by_label("Name me among those it thanks").check()
        theirs.get_by_role("button", name="Send my answer").click()
        expect(theirs.get_by_text("Ann Okafor has your answer.")).to_be_visible()

    anns.goto(address)
    anns.get_by_role("button", name="Publish it").click()
    expect(anns.get_by_role("heading", level=1)).to_have_text("One question instead of eleven: what five people said")
    expect(anns.get_by_text(f"with thanks to {five[0]} and 4 who stay unnamed")).to_be_visible()
    assert Topic.objects.get().author == ann

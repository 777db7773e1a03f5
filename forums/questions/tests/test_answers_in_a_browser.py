"""In a browser: asking, answering, saying that it helped, and telling what came of it by the letter's link."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from forums.discussions.models import Topic
from forums.questions.asking import ask_due

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def assert_clean(page):
    broken = [f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]]
    assert not broken, f"{page.url}: {broken}"


def test_asked_answered_accepted_and_reported_back(new_page, ann, eli, board, mails):
    asking = new_page(ann)
    asking.goto(f"/discussions/ask/?board={board.slug}&kind=question")
    asking.get_by_label("Title").fill("How do you map a journey nobody owns?")
    asking.get_by_label("Your text").fill("Ours has six owners, and none of them knows.")
    asking.get_by_role("button", name="Publish it").click()
    expect(asking.get_by_role("heading", level=1)).to_have_text("How do you map a journey nobody owns?")
    topic = Topic.objects.get()

    answering = new_page(eli)
    answering.goto(topic.get_absolute_url())
    answering.get_by_label("Your reply", exact=True).fill("Start with the complaints; they name the owner.")
    answering.get_by_role("button", name="Send my answer").click()
    expect(answering.get_by_text("they name the owner")).to_be_visible()

    asking.goto(topic.get_absolute_url())
    asking.get_by_role("button", name="This answered it: mark post 2").press("Enter")
    expect(asking.get_by_text("This helped Ann Okafor, who asked")).to_be_visible()
    assert_clean(asking)

    ask_due(timezone.now() + timedelta(days=30, minutes=1))
    letter = mails(kind="forums/questions/outcome")[0]
    letter.render()
    link = next(word for word in letter.text.split() if word.endswith("?was=worked"))
    stranger = new_page()
    stranger.goto(f"{urlsplit(link).path}?was=worked")
    expect(stranger.get_by_role("radio", name="It worked", exact=True)).to_be_checked()
    assert_clean(stranger)
    stranger.get_by_role("button", name="Tell what came of it").click()
    expect(stranger.get_by_text("You said: It worked.")).to_be_visible()

    stranger.goto(topic.get_absolute_url())
    expect(stranger.get_by_text("Worked for the one who reported back.")).to_be_visible()
    answering.goto("/notices/")
    expect(answering.get_by_text("Ann Okafor says that your answer")).to_be_visible()
    answering.goto(topic.get_absolute_url())
    assert_clean(answering)
    asking.goto("/discussions/unanswered/?show=mine")
    assert_clean(asking)

"""A post without a name, written in a browser and read by five others."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "CX director · insurance · 10,000 people and more · Europe"


def read_by(new_page, person, topic):
    page = new_page(person)
    page.goto(topic.get_absolute_url())
    return page


def test_a_nameless_answer_is_written_and_seen_by_five_people_and_its_author(
    new_page, live_url, make_topic, ann, eli, cleo, maya, carol, works, crowd
):
    works(ann)
    crowd(8)
    topic = make_topic(by=eli, kind="question")
    page = read_by(new_page, ann, topic)
    page.get_by_label("Your reply").fill("I would not say this by my name.")
    page.get_by_role("button", name="Write it without my name…").click()
    assert page.get_by_label("Your reply").input_value() == "I would not say this by my name."
    assert "9 members fit these words" in page.locator("#without-name").inner_text()
    assert page.get_by_label("Write this without my name").is_checked()
    page.get_by_role("button", name="Send my answer").click()
    page.wait_for_url("**/#post-2")
    mine = page.locator("#post-2")
    assert WORDS in mine.inner_text()
    assert "You" in mine.locator(".mark").all_inner_texts()
    assert page.get_by_text("You speak here as").is_visible()

    for person in [None, cleo, eli, maya, carol]:
        page = read_by(new_page, person, topic)
        post = page.locator("#post-2")
        assert WORDS in post.inner_text()
        assert "A member, without their name" in post.inner_text()
        assert post.locator(".mark").count() == 0
        for told in ["Okafor", "Ann ", ann.email, ann.handle]:
            assert told not in page.content()
    page.goto(reverse("admin:discussions_post_change", args=[topic.posts.get(number=2).pk]))
    assert WORDS in page.content()
    assert "Okafor" not in page.content()

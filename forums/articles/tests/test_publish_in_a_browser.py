"""From an empty page to readers and their comments, in browsers: a member, an editor, the clock, and a stranger."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from forums.articles import publishing
from forums.articles.models import Article

from .test_write_an_article import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def wrongs(page):
    """What axe and a narrow screen have against the page as it stands."""
    found = []
    for scheme, rules in [("light", None), ("dark", {"runOnly": ["color-contrast"]})]:
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            results = Axe().run(page, options=rules).response["violations"]
            found += [f"{page.url} {scheme} {width}: {each['id']} {each['nodes'][0]['html'][:200]}" for each in results]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{page.url} {width}: scrolls sideways")
    page.emulate_media(color_scheme="light")
    return found


def test_publishing_an_article(new_page, ann, editor, clock, tmp_path):
    shot = tmp_path / "letter.png"
    shot.write_bytes(picture().read())
    writer, desk, wrong = new_page(ann), new_page(editor), []

    writer.goto("/articles/")
    writer.get_by_role("link", name="Write an article").click()
    writer.get_by_label("Title").fill("What a lost letter taught us")
    writer.get_by_label("In one sentence").fill("One letter went astray, and forty came back.")
    writer.get_by_label("Your text").fill("It began on a Tuesday.\n\n## The letter\n\nIt was blue.")
    expect(writer.locator("#preview").get_by_role("heading", name="The letter")).to_be_visible()
    writer.get_by_label("A picture above it").first.set_input_files(shot)
    writer.get_by_role("button", name="Send it to the editors").click()
    expect(writer.get_by_text("Say in a sentence what is to be seen, for")).to_be_visible()
    expect(writer.get_by_label("Title")).to_have_value("What a lost letter taught us")
    wrong += wrongs(writer)
    writer.get_by_label("What is to be seen in it?").fill("A blue letter on a doormat")
    writer.get_by_role("button", name="Send it to the editors").click()
    expect(writer.get_by_text("The editors have it, and you hear")).to_be_visible()
    wrong += wrongs(writer)

    desk.goto("/articles/review/")
    wrong += wrongs(desk)
    desk.get_by_role("link", name="What a lost letter taught us").click()
    expect(desk.get_by_role("img", name="A blue letter on a doormat")).to_be_visible()
    wrong += wrongs(desk)
    desk.get_by_label("Ask its author for changes").check()
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("Say what you miss").first).to_be_visible()
    desk.get_by_label("Your words to the author").fill("Who wrote the letter?")
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("Its author has your words.")).to_be_visible()

    writer.goto("/notices/")
    writer.get_by_text("The editors ask for changes to").click()
    expect(writer.get_by_text("Who wrote the letter?")).to_be_visible()
    writer.get_by_role("link", name="Go on writing").click()
    writer.get_by_label("Your text").fill("A clerk wrote it.\n\n## The letter\n\nIt was blue.")
    writer.get_by_label("A word to the editors").fill("A clerk did.")
    writer.get_by_role("button", name="Send it to the editors").click()
    expect(writer.get_by_text("The editors have it again")).to_be_visible()

    desk.goto("/articles/review/")
    desk.get_by_role("link", name="What a lost letter taught us").click()
    desk.get_by_label("Publish it at a moment to come").check()
    tomorrow = timezone.localdate() + timedelta(days=1)
    desk.get_by_label("Day").fill(f"{tomorrow}")
    desk.get_by_label("Hour").fill("09:30")
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_text("It has its hour, and its author knows.")).to_be_visible()

    article = Article.objects.articles().get()
    reader = new_page()
    assert reader.goto(article.get_absolute_url()).status == 404
    clock(article.due_at + timedelta(minutes=1))
    assert publishing.publish_due() == 1

    reader.goto("/articles/")
    reader.get_by_role("link", name="What a lost letter taught us").click()
    expect(reader.get_by_text("A clerk wrote it.")).to_be_visible()
    expect(reader.get_by_role("img", name="A blue letter on a doormat")).to_be_visible()
    expect(reader.get_by_text("Nobody has said anything yet.")).to_be_visible()
    wrong += wrongs(reader)

    commenter = new_page(editor)
    commenter.goto(article.get_absolute_url())
    commenter.get_by_role("link", name="Join the conversation").click()
    commenter.get_by_label("Your reply").fill("Ours was green.")
    commenter.get_by_role("button", name="Send my reply").click()
    expect(commenter.get_by_role("article").get_by_text("Ours was green.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", name="One comment")).to_be_visible()
    expect(reader.get_by_text("Ours was green.")).to_be_visible()
    wrong += wrongs(reader)
    reader.get_by_role("link", name=ann.name).click()
    wrong += wrongs(reader)
    reader.goto("/contact/")
    wrong += wrongs(reader)
    assert wrong == []


def test_without_scripts_an_article_is_written_looked_at_and_sent(new_page, ann, tmp_path):
    shot = tmp_path / "letter.png"
    shot.write_bytes(picture().read())
    page = new_page(ann, java_script_enabled=False)
    page.goto("/articles/write/")
    page.get_by_label("Title").fill("What a lost letter taught us")
    page.get_by_label("In one sentence").fill("One letter went astray.")
    page.get_by_label("Your text").fill("## The letter\n\nIt was blue.")
    page.get_by_label("A picture above it").first.set_input_files(shot)
    page.get_by_label("What is to be seen in it?").fill("A blue letter")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview").get_by_role("heading", name="The letter")).to_be_visible()
    expect(page.get_by_label("What is to be seen in it?")).to_have_value("A blue letter")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_text("The editors have it, and you hear")).to_be_visible()
    assert Article.objects.articles().get().lead_alt == "A blue letter"

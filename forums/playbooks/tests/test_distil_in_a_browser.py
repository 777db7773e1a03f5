"""A solved question becomes a playbook, is doubted by a reader, and holds."""

import pytest
from playwright.sync_api import expect

from forums.playbooks.models import Playbook
from members.subjects.models import Subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def solved(make_solved):
    design = Subject.objects.create(name="Design", slug="design")
    Subject.objects.create(name="Paper prototypes", slug="paper-prototypes", parent=design)
    return make_solved()


def test_a_solved_question_becomes_a_playbook(new_page, ann, hana, solved):
    anns, hanas = new_page(ann), new_page(hana)
    anns.goto(solved.get_absolute_url())
    anns.get_by_role("link", name="Make a playbook of this").click()
    anns.get_by_label("Title").fill("Map a journey nobody owns")
    anns.get_by_label("In one sentence").fill("For whoever has six teams and no owner.")
    anns.get_by_label("Paper prototypes").check()
    anns.get_by_role("button", name="Begin the draft").click()
    anns.get_by_role("link", name="Write it anew").click()
    anns.get_by_label("Heading").fill("Begin with the complaints")
    anns.get_by_label("Text", exact=True).fill("Read **thirty** of them before the first workshop.")
    anns.get_by_role("button", name="Save the passage").click()
    expect(anns.get_by_role("heading", name="Begin with the complaints")).to_be_visible()
    anns.get_by_role("button", name="Publish it").click()
    expect(anns.get_by_text("Everyone can read it, also without signing in.")).to_be_visible()

    hanas.goto(solved.get_absolute_url())
    hanas.get_by_role("link", name="Map a journey nobody owns").click()
    expect(hanas.get_by_text("Read thirty of them")).to_be_visible()
    hanas.get_by_role("link", name="This is not so where I work").first.click()
    hanas.get_by_label("What is different where you work?").fill("Nobody writes complaints down here.")
    hanas.get_by_role("button", name="Say so").click()
    expect(hanas.get_by_text("Nobody writes complaints down here.")).to_be_visible()

    anns.goto("/notices/")
    anns.get_by_role("link", name="Hana Sato says").click()
    anns.get_by_role("link", name="Answer it").click()
    anns.get_by_label("It holds, and here is why").check()
    anns.get_by_label("In your words").fill("Then listen to thirty calls.")
    anns.get_by_role("button", name="Send my answer").click()
    expect(anns.get_by_text("Then listen to thirty calls.")).to_be_visible()
    assert Playbook.objects.get().doubts.open().count() == 0

"""Less of this: one click in the letter and one button, without signing in; or one button on the page; and back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from members.audit.models import Entry
from members.mail import ranking, sections
from members.mail.models import Less, less_token

pytestmark = pytest.mark.django_db
CODE, LABEL = "board:7", "the board “Measuring”"


@pytest.fixture
def page(ann):
    """The page that the line of Ann's letter leads to."""
    return reverse("mail:less", args=[less_token(ann.pk, CODE, LABEL)])


@pytest.fixture
def measured(tell_in_digest):
    """A topic of that board is news."""
    why = (sections.Why(ranking.FOLLOWS, "You follow the board “Measuring”.", CODE, LABEL),)
    tell_in_digest("sample", sections.Item("topic:1:new", "Which number do you show a board?", "/1/", why=why))
    return "Which number do you show a board?"


def digest_of(client):
    return client.get(reverse("mail:digest")).content.decode()


def test_one_click_in_the_letter_and_one_button_without_signing_in(client, ann_client, page, measured):
    assert measured in digest_of(ann_client)
    assert LABEL in client.get(page).content.decode()
    assert not Less.objects.exists(), "a look changes nothing: scanners follow links"
    assert "Your letter says less of it" in client.post(page, follow=True).content.decode()
    assert measured not in digest_of(ann_client)


def test_it_is_undone_on_the_same_page(client, ann_client, page, measured):
    client.post(page)
    assert "Less of this in your letter?" in client.post(page, {"undo": "1"}, follow=True).content.decode()
    assert measured in digest_of(ann_client)


def test_one_button_on_the_page_of_ones_letter_and_one_to_take_it_back(ann_client, page, measured):
    assert f'action="{page}"' in digest_of(ann_client)
    after = ann_client.post(page, {"from": "digest"}, follow=True)
    assert after.redirect_chain[-1][0].startswith(reverse("mail:digest"))
    assert measured not in after.content.decode()
    assert "You asked to hear less of" in after.content.decode()
    back = ann_client.post(page, {"from": "digest", "undo": "1"}, follow=True)
    assert measured in back.content.decode()


def test_done_twice_it_is_done_once(client, page, ann):
    for _press in range(2):
        client.post(page)
    assert Less.objects.get().person == ann
    assert Entry.objects.filter(action="mail.less").count() == 1
    for _press in range(2):
        client.post(page, {"undo": "1"})
    assert Entry.objects.filter(action="mail.more_again").count() == 1


def test_somebody_else_who_opens_the_link_changes_the_letter_of_its_person_alone(eli_client, eli, ann, page):
    eli_client.post(page, {"from": "digest"})
    assert list(Less.objects.values_list("person", flat=True)) == [ann.pk]


@pytest.mark.parametrize("wrong", ["nonsense", "WzEsMiwzXQ:forged"])
def test_a_link_that_is_not_whole_says_so(client, wrong):
    page = client.get(reverse("mail:less", args=[wrong]))
    assert page.status_code == 404
    assert "This link is not whole" in page.content.decode()


def test_the_link_of_somebody_who_is_gone_changes_nothing(client, ann, page):
    ann.delete()
    assert client.post(page).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one(ann):
    def press(_tab):
        try:
            Less.ask(ann.pk, CODE, LABEL)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(press, range(4)))
    assert Less.objects.count() == Entry.objects.filter(action="mail.less").count() == 1

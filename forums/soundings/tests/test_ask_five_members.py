"""A half-formed idea, sent to five members who may be asked."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.soundings.models import Invitation, Sounding
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

NEW = "/soundings/new/"


@pytest.fixture
def idea(subject):
    return {
        "title": "One number for the whole journey",
        "text": "What if we stopped counting **touchpoints**?",
        "question": "What would your CFO say?",
        "subjects": [subject.pk],
        "token": str(uuid.uuid4()),
    }


def test_five_members_are_asked_and_told_why(ann_client, ann, idea, make_round, mails):
    people = make_round(6)
    page = ann_client.post(NEW, idea, follow=True)
    sounding = Sounding.objects.get()
    assert page.redirect_chain[-1][0] == sounding.get_absolute_url()
    assert "5 of 5 members are asked" in page.content.decode()
    asked = set(sounding.invitations.values_list("person", flat=True))
    assert len(asked) == 5
    assert asked <= {person.pk for person in people}
    letters = mails(kind="forums/soundings/invited")
    assert {letter.to_id for letter in letters} == asked
    assert Notice.objects.filter(kind="forums/soundings/invited").count() == 5


def test_the_letter_says_whom_and_what_about_but_not_the_idea(ann_client, idea, make_round, mails, subject):
    make_round(1)
    ann_client.post(NEW, idea)
    letter = mails(kind="forums/soundings/invited")[0]
    letter.render()
    assert letter.subject == f"Ann Okafor asks for your view on an idea about {subject}"
    for text in [letter.text, letter.html, str(letter.context)]:
        assert "touchpoints" not in text
        assert idea["title"] not in text


def test_the_page_says_how_they_are_chosen(ann_client):
    page = ann_client.get(NEW).content.decode()
    for words in ["Nobody more than once a month", "silent for two days", "from outside your own networks"]:
        assert words in page


def test_sent_twice_it_is_asked_once(ann_client, idea, make_round):
    make_round(5)
    ann_client.post(NEW, idea)
    ann_client.post(NEW, idea)
    assert (Sounding.objects.count(), Invitation.objects.count()) == (1, 5)


def test_one_at_a_time(ann_client, idea, make_round):
    make_round(12)
    ann_client.post(NEW, idea)
    page = ann_client.post(NEW, idea | {"token": str(uuid.uuid4())})
    assert "You have one open already" in page.content.decode()
    assert idea["text"] in page.content.decode(), "nothing typed is lost"
    assert Sounding.objects.count() == 1


def test_with_nobody_to_ask_the_words_are_kept(ann_client, idea):
    page = ann_client.post(NEW, idea).content.decode()
    assert "Nobody could be asked just now" in page
    assert idea["question"] in page
    assert not Sounding.objects.exists()


@pytest.mark.parametrize("missing", ["title", "text", "question", "subjects"])
def test_each_part_is_asked_for_in_words(ann_client, idea, make_round, missing):
    make_round(1)
    page = ann_client.post(NEW, {name: value for name, value in idea.items() if name != missing}).content.decode()
    assert "One thing needs another look" in page
    assert not Sounding.objects.exists()


def test_a_draft_of_it_comes_back(ann_client, idea):
    key = f"sounding:{uuid.uuid4()}"
    ann_client.post(NEW, idea | {"keep": "1", "draft_key": key})
    page = ann_client.get(f"{NEW}?draft={key.partition(':')[2]}").content.decode()
    assert idea["question"] in page
    assert "What you have in mind" not in page
    assert not Sounding.objects.exists()


def test_it_is_for_members(cleo_client, idea, make_round):
    make_round(5)
    assert cleo_client.post(NEW, idea).status_code == 403
    assert not Sounding.objects.exists()


def test_nobody_else_finds_it(make_sounding, eli_client, maya_client, carol_client, client):
    sounding = make_sounding(people=5)
    address = sounding.get_absolute_url()
    assert eli_client.get(address).status_code == 404
    assert maya_client.get(address).status_code == 404
    assert carol_client.get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert sounding.title not in maya_client.get("/soundings/").content.decode()


def test_staff_see_numbers_and_never_a_word(make_sounding, carol_client):
    sounding = make_sounding(people=5, views=2)
    for address in [
        reverse("admin:soundings_sounding_changelist"),
        reverse("admin:soundings_sounding_change", args=[sounding.pk]),
    ]:
        page = carol_client.get(address).content.decode()
        assert "Sounding board" in page
        for words in [sounding.title, sounding.question, "Who owns it?", "Member 0"]:
            assert words not in page
    assert not [entry for entry in Entry.objects.all() if sounding.title in entry.label + str(entry.details)]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_at_any_length(ann, ann_client, make_sounding, count, django_assert_max_num_queries):
    make_sounding(people=5)
    Sounding.objects.bulk_create(
        Sounding(author=ann, title=f"Idea {n}", text="t", question="q?", state="closed", **moments(n))
        for n in range(count - 1)
    )
    with django_assert_max_num_queries(6):
        assert ann_client.get("/soundings/").status_code == 200


def moments(number):
    at = timezone.now() - timedelta(days=10 + number)
    return {"opened_at": at, "ends_at": at + timedelta(days=7), "closed_at": at + timedelta(days=7)}


def test_the_list_goes_on_by_keyset(ann, ann_client):
    about = {"author": ann, "text": "t", "question": "q?", "state": "closed"}
    Sounding.objects.bulk_create(Sounding(title=f"Idea {n:02}", **about, **moments(n)) for n in range(25))
    first = ann_client.get("/soundings/")
    second = ann_client.get("/soundings/" + first.context["older_url"])
    titles = [row.title for row in [*first.context["rows"], *second.context["rows"]]]
    assert titles == [f"Idea {n:02}" for n in range(25)]
    assert ann_client.get("/soundings/?older=nonsense_x").status_code == 200


def test_taken_back_nobody_sees_it_any_longer(make_sounding, asked_of, ann_client, client_of):
    sounding = make_sounding(people=5)
    ann_client.post(f"/soundings/{sounding.pk}/withdrawal/")
    page = client_of(asked_of(sounding)[0]).get(sounding.get_absolute_url())
    assert page.status_code == 410
    assert "took the idea back" in page.content.decode()
    assert sounding.title not in page.content.decode()


def test_only_its_author_takes_it_back(make_sounding, asked_of, client_of):
    sounding = make_sounding(people=5)
    someone = client_of(asked_of(sounding)[0])
    assert someone.post(f"/soundings/{sounding.pk}/withdrawal/").status_code == 404
    assert someone.post(f"/soundings/{sounding.pk}/closure/").status_code == 404
    sounding.refresh_from_db()
    assert sounding.is_open

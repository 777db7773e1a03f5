"""Telling what came of an answer: any reader who tried it, once, and its author hears of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from forums.discussions.models import Post
from forums.discussions.worth import worth
from forums.questions.models import Acceptance, NotTellable, Outcome
from forums.questions.outcomes_said import said_of
from members.connections.models import Block
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(make_answer):
    return make_answer(accepted=True)


@pytest.fixture
def address(post):
    return reverse("questions:outcome", args=[post.topic_id, post.number])


def counts(post):
    return Post.objects.get(pk=post.pk).outcomes


def came(person):
    return [each.headline for each in Notice.objects.filter(person=person, kind="forums/questions/came")]


def test_a_reader_who_tried_it_says_so_and_changes_their_mind(hana_client, post, address):
    assert "Did you try it?" in hana_client.get(post.topic.get_absolute_url()).content.decode()
    said = {"kind": "worked", "words": "In a bank, in two weeks."}
    assert hana_client.post(address, said)["Location"] == post.get_absolute_url()
    hana_client.post(address, said)
    assert counts(post) == {"worked": 1}
    page = hana_client.get(post.topic.get_absolute_url()).content.decode()
    assert "Worked for the one who reported back." in page
    assert "Change what you told" in page
    hana_client.post(address, {"kind": "not", "words": ""})
    assert (counts(post), Outcome.objects.count()) == ({"not": 1}, 1)
    hana_client.post(address, {"undo": 1})
    assert (counts(post), Outcome.objects.count()) == ({}, 0)


def test_opening_the_page_changes_nothing_and_chooses_what_the_address_says(hana_client, post, address):
    page = hana_client.get(address, {"was": "partly"}).content.decode()
    assert page.count("checked") == 1
    assert hana_client.get(address, {"was": "nonsense"}).content.decode().count("checked") == 0
    assert counts(post) == {}


def test_a_form_without_a_choice_comes_back_with_its_words(hana_client, post, address):
    page = hana_client.post(address, {"words": "In a bank."}).content.decode()
    assert "Choose one of the four" in page
    assert "In a bank." in page
    assert hana_client.post(address, {"kind": "worked", "words": "x" * 501}).status_code == 200
    assert counts(post) == {}


def test_the_author_a_stranger_and_who_cannot_read_it_tell_nothing(
    client, eli, eli_client, cleo_client, make_board, make_answer, post, address
):
    assert eli_client.post(address, {"kind": "worked"}).status_code == 403
    assert client.post(address, {"kind": "worked"}).status_code == 302
    inner = make_answer(accepted=True, board=make_board(audience="members", posting="members"))
    assert cleo_client.get(reverse("questions:outcome", args=[inner.topic_id, 2])).status_code == 404
    with pytest.raises(NotTellable):
        Outcome.tell(post, by=eli, kind="worked")
    assert counts(post) == {}


def test_nothing_is_told_of_what_helped_nobody_or_is_hidden(hana_client, maya, make_answer, post, address):
    other = make_answer()
    assert hana_client.get(reverse("questions:outcome", args=[other.topic_id, 2])).status_code == 403
    post.hide(by=maya)
    assert hana_client.post(address, {"kind": "worked"}).status_code == 403


def test_what_was_told_stays_when_the_mark_goes(client, ann, hana, post):
    Outcome.tell(post, by=hana, kind="worked")
    Acceptance.withdraw(post, by=ann)
    assert "Worked for the one who reported back" in client.get(post.topic.get_absolute_url()).content.decode()
    Outcome.tell(post, by=hana, kind="not")
    assert counts(post) == {"not": 1}


def test_the_author_hears_it_in_one_notice(ann, eli, hana, olga, cleo, post):
    title = post.topic.title
    Outcome.tell(post, by=ann, kind="never")
    assert came(eli) == []
    Outcome.tell(post, by=hana, kind="worked")
    assert came(eli) == [f"Hana Sato says that your answer in “{title}” worked"]
    Outcome.tell(post, by=hana, kind="worked", words="Twice.")
    Outcome.tell(post, by=olga, kind="not")
    assert came(eli) == [f"Olga Petrenko and Hana Sato told what came of your answer in “{title}”"]
    Block.put(by=eli, on=cleo)
    Outcome.tell(post, by=cleo, kind="not")
    assert came(eli) == [f"Olga Petrenko and Hana Sato told what came of your answer in “{title}”"]


def test_who_told_what_is_to_be_read_by_who_is_signed_in(client, hana, ann, ann_client, post):
    address = reverse("questions:outcomes", args=[post.topic_id, post.number])
    assert client.get(address).status_code == 302
    assert "Nobody has told yet" in ann_client.get(address).content.decode()
    Outcome.tell(post, by=hana, kind="worked", words="In a <b>bank</b>.")
    Outcome.tell(post, by=ann, kind="partly")
    page = ann_client.get(address).content.decode()
    assert "In a &lt;b&gt;bank&lt;/b&gt;." in page
    assert page.index("Ann Okafor</span>") < page.index("Hana Sato"), "who asked stands first"


def test_the_list_of_who_told_costs_the_same_at_any_length(
    ann_client, make_person, post, django_assert_max_num_queries
):
    address = reverse("questions:outcomes", args=[post.topic_id, post.number])
    for many in [1, 29]:
        for _number in range(many):
            Outcome.tell(post, by=make_person(), kind="worked")
        ann_client.get(address)
        with django_assert_max_num_queries(6):
            ann_client.get(address)


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ({}, ""),
        ({"never": 3}, ""),
        ({"worked": 1}, "Worked for the one who reported back"),
        ({"not": 1, "never": 1}, "Did not work for the one who told"),
        ({"worked": 7, "not": 2, "never": 4}, "Worked for 7 of 9 who reported back"),
        ({"worked": 1, "partly": 2}, "Worked for 1 of 3 who reported back, in part for 2 more"),
    ],
)
def test_what_came_of_it_is_said_in_words(outcomes, words):
    assert said_of(outcomes) == words


def test_many_voices_weigh_more_than_one_and_bad_news_less_than_none():
    rising = [{"not": 3}, {"not": 1}, {}, {"worked": 1}, {"worked": 7, "not": 2}, {"worked": 9}]
    assert sorted(rising, key=worth) == rising
    assert worth({"never": 5}) == worth({}) == 0.5


@pytest.mark.django_db(transaction=True)
def test_outcomes_told_at_once_are_all_counted(make_answer, make_person):
    post = make_answer(accepted=True)
    people = [make_person() for _number in range(4)]

    def tell(person):
        Outcome.tell(post, by=person, kind="worked")
        connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tell, people))
    assert counts(post) == {"worked": 4}

"""Whoever names what their employer sells is asked once, and readers see it beside the text."""

import pytest
from django.urls import reverse

from forums.discussions.models import Post
from members.subjects.models import Interest

pytestmark = pytest.mark.django_db

LINE = "Works for Acme, which sells what this names"


@pytest.fixture
def sells(ann):
    """Ann works for Acme."""
    Interest.declare(ann, stand="vendor", employer="Acme", products=["Acme Journey", "R&D Pulse"])
    return ann


def reply(client, topic, **said):
    return client.post(reverse("forums:reply", args=[topic.pk]), {"body": "We drew ours in acme journey."} | said)


def test_it_is_said_on_the_page_of_where_one_works(ann_client, ann):
    about = {
        "stand": "vendor",
        "employer": "Acme",
        "products": "Acme Journey\n\n acme  journey \nPulse",
        "role": "manager",
    }
    ann_client.post(reverse("subjects:work"), about)
    interest = Interest.of(ann)
    assert (interest.employer, interest.products) == ("Acme", ["acme journey", "Pulse"])
    assert "Pulse" in ann_client.get(reverse("subjects:work")).content.decode()


def test_products_need_their_maker(ann_client, ann):
    page = ann_client.post(reverse("subjects:work"), {"products": "Pulse"}).content.decode()
    assert "Say who sells it." in page
    assert ">Pulse</textarea>" in page.replace("\n", "")
    assert not Interest.objects.exists()


def test_the_form_asks_once_and_the_line_stands_beside_the_post(topic, ann_client, sells, client):
    page = reply(ann_client, topic).content.decode()
    assert LINE in page
    assert "We drew ours in acme journey." in page
    assert topic.posts.count() == 1
    reply(ann_client, topic, interest_said="on")
    assert topic.posts.get(number=2).interest == LINE
    assert LINE in client.get(topic.get_absolute_url()).content.decode()


def test_the_preview_asks_too(topic, ann_client, sells):
    assert LINE in reply(ann_client, topic, preview=1).content.decode()


def test_the_verb_says_it_whatever_the_form_did(topic, sells):
    assert topic.reply(by=sells, body="Try R&D Pulse.").interest == LINE
    assert topic.reply(by=sells, body="Try **ACME Journey**!").interest == LINE
    assert topic.reply(by=sells, body="Acme is where I work.").interest == LINE
    assert topic.reply(by=sells, body="Acmeology, a journey.").interest == ""


def test_what_others_sell_is_nobodys_interest(topic, eli_client, sells):
    reply(eli_client, topic)
    assert topic.posts.get(number=2).interest == ""


def test_an_edit_brings_it_and_takes_it_away(topic, ann_client, sells):
    post = topic.reply(by=sells, body="Draw it on paper.")
    address = reverse("forums:edit", args=[topic.pk, post.number])
    assert LINE in ann_client.post(address, {"body": "Or in Acme Journey.", "version": 1}).content.decode()
    ann_client.post(address, {"body": "Or in Acme Journey.", "version": 1, "interest_said": "on"})
    post.refresh_from_db()
    assert post.interest == LINE
    ann_client.post(address, {"body": "On paper.", "version": 2})
    post.refresh_from_db()
    assert post.interest == ""


def test_a_moderators_edit_does_not_speak_for_the_author(topic, sells, maya):
    post = topic.reply(by=sells, body="In Acme Journey.")
    post.edit(by=maya, body="In Acme Journey, they say.")
    post.refresh_from_db()
    assert post.interest == LINE


def test_a_title_counts_and_so_do_the_parts_of_a_story(board, ann_client, sells):
    about = {"kind": "question", "board": board.slug, "title": "Who uses Acme Journey?", "body": "Do you?"}
    assert LINE in ann_client.post(reverse("forums:ask"), about).content.decode()
    ann_client.post(reverse("forums:ask"), about | {"interest_said": "on"})
    assert Post.objects.get().interest == LINE
    Post.objects.get().topic.retitle(by=sells, title="Who uses a tool for it?")
    assert Post.objects.get().interest == ""


def test_without_a_name_the_line_names_nobody(topic, ann_client, sells, works, crowd):
    works(sells)
    crowd(7)
    shown = {"safely": "on", "shown_as": "CX director · insurance · 10,000 people and more · Europe"}
    page = reply(ann_client, topic, **shown).content.decode()
    assert "Without your name this still says for whom you work" in page
    reply(ann_client, topic, interest_said="on", **shown)
    assert topic.posts.get(number=2).interest == "Works for a company that sells what this names"

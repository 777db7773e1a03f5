"""An employer asks whether somebody is a CCXP, and every place gives the same answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from certification.credentials import numbers
from certification.credentials.models import register_day
from certification.credentials.qr import code_of
from certification.framework.steps import step_for

pytestmark = pytest.mark.django_db

STATES = ["certified", "expired", "suspended", "revoked", "surrendered"]


@pytest.fixture
def make_in_state(make_credential):
    def make(person, kind):
        days = 1200 if kind == "expired" else 400
        state = "active" if kind in {"certified", "expired"} else kind
        return make_credential(person, state=state, awarded_on=register_day() - timedelta(days=days))

    return make


def page_of(client, credential):
    return client.get(credential.get_absolute_url())


@pytest.mark.parametrize("kind", STATES)
def test_register_page_holder_and_admin_say_the_same(kind, client, client_of, carol_client, ann, make_in_state):
    credential = make_in_state(ann, kind)
    standing = credential.standing()
    assert standing.kind == kind
    sentence = escape(standing.sentence)
    assert f'<h1 class="verdict-sentence">{sentence}</h1>' in page_of(client, credential).content.decode()
    rows = client.get(reverse("certification:register"), {"q": "Okafor"}).content.decode()
    assert f'<span class="mark mark-accent">{standing.word}</span>' in rows or (
        f'<span class="mark">{standing.word}</span>' in rows and not standing.is_valid
    )
    own = client_of(ann)
    assert sentence in own.get(reverse("certification:credential")).content.decode()
    assert own.get(reverse("certification:certificate")).status_code == (200 if kind == "certified" else 404)
    assert step_for(ann).may_apply == (kind in {"expired", "surrendered"})
    change = reverse("admin:credentials_credential_change", args=[credential.pk])
    assert sentence in carol_client.get(change).content.decode()
    assert standing.word in carol_client.get(reverse("admin:credentials_credential_changelist")).content.decode()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("certified", "has been a CCXP since"),
        ("expired", "The certification ended on"),
        ("suspended", "was suspended on"),
        ("revoked", "was withdrawn on"),
        ("surrendered", "gave the certification back on"),
    ],
)
def test_the_answer_is_one_sentence(kind, words, ann, make_in_state):
    sentence = make_in_state(ann, kind).standing().sentence
    assert sentence.startswith(("Ann Okafor", "The CCXP certification of Ann Okafor"))
    assert words in sentence


def test_the_last_day_is_a_valid_one_and_the_next_is_not(ann, make_credential):
    credential = make_credential(ann)
    assert credential.standing(credential.expires_on).is_valid
    assert credential.standing(credential.expires_on + timedelta(days=1)).kind == "expired"


def test_the_page_says_when_it_answered_and_carries_its_own_code(client, ann, make_credential):
    credential = make_credential(ann)
    page = page_of(client, credential).content.decode()
    assert "So says the register at this moment:" in page
    assert code_of(credential.get_absolute_url()) in page


def test_the_register_shows_work_and_city_only_by_choice(client, client_of, ann, make_credential):
    ann.city, ann.country = "Lagos", "NG"
    ann.save(update_fields=["city", "country"])
    credential = make_credential(ann)
    assert "Lagos" not in page_of(client, credential).content.decode()
    assert ann.headline not in page_of(client, credential).content.decode()
    client_of(ann).post(reverse("certification:register_choices"), {"shows_place": "on", "shows_work": "on"})
    page = page_of(client, credential).content.decode()
    assert "Lagos, Nigeria" in page
    assert ann.headline in page
    client_of(ann).post(reverse("certification:register_choices"), {})
    assert "Lagos" not in page_of(client, credential).content.decode()


def test_the_reason_of_a_suspension_is_nobodys_business(client, ann, carol, make_credential):
    credential = make_credential(ann)
    credential.suspend(by=carol, reason="A complaint from Northwind.")
    assert "Northwind" not in page_of(client, credential).content.decode()


def test_a_number_that_was_never_given_is_told_from_a_slip(client):
    number = numbers.draw()
    unknown = client.get(reverse("certification:verification", args=[number]))
    assert unknown.status_code == 404
    assert "is not on the register" in unknown.content.decode()
    wrong = number[:-1] + next(letter for letter in numbers.LETTERS if letter != number[-1])
    slip = client.get(reverse("certification:verification", args=[wrong]))
    assert slip.status_code == 404
    assert "There is a slip in it" in slip.content.decode()
    assert "There is a slip in it" in client.get("/certification/register/nonsense/").content.decode()


def test_however_it_is_written_there_is_one_address(client, ann, make_credential):
    credential = make_credential(ann)
    loose = credential.number.lower().replace("-", "")
    answer = client.get(f"/certification/register/{loose}/")
    assert answer.status_code == 301
    assert answer.url == credential.get_absolute_url()


def test_an_old_number_leads_to_the_newer_one(client, ann, carol, make_in_state):
    old = make_in_state(ann, "expired")
    new = type(old).award(ann, name="Ann Okafor", framework=old.framework, by=carol)
    page = page_of(client, old).content.decode()
    assert "The certification ended on" in page
    assert new.get_absolute_url() in page


def test_verifying_costs_one_question(client, ann, make_credential, django_assert_num_queries):
    credential = make_credential(ann)
    page_of(client, credential)
    with django_assert_num_queries(1):
        page_of(client, credential)


def test_the_certificate_is_for_its_holder(client, client_of, ann, eli, make_credential):
    make_credential(ann, name="Ann “Ò” #let <b>Okafor</b>")
    answer = client_of(ann).get(reverse("certification:certificate"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client_of(eli).get(reverse("certification:certificate")).status_code == 404
    assert client.get(reverse("certification:certificate")).status_code == 302

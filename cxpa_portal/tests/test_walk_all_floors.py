"""One week of one person through the whole house: Nia joins, asks, meets, proves what she can, and reads of it.

Everybody in a real browser, every letter over real SMTP, the one clock moved from day to day. That clock reaches this
process only, so no worker runs: `beat` does here what beat and the worker do between them.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cxpa_portal.tests.postbox import Postbox, link_in, text_of
from members.accounts.audience import Audience
from members.mail.models import Mail

from .walk import ADDRESS
from .walk.apply import applies
from .walk.belong import asks_to_join, is_a_member, opens_an_account
from .walk.meet import checks_in, finds_it_full, is_reminded, is_there, takes_a_place
from .walk.pay import confirms_the_transfer
from .walk.prove import (
    arranges_the_sitting,
    decides,
    finds_her_on_the_register,
    is_certified,
    may_sit,
    records_that_she_passed,
    reviews,
)
from .walk.talk import QUESTION, answers, asks, reads_the_answer
from .walk.week import beat, moment

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _it_is_monday(clock):
    """Before anybody of the cast is made, so that they live in the same week."""
    clock(moment(12, 10))


@pytest.fixture
def postbox(settings):
    with Postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


@pytest.fixture
def stories(make_board):
    """A board that only members see."""
    return make_board(name="Among ourselves", slug="ourselves", audience=Audience.MEMBERS, posting=Audience.MEMBERS)


@pytest.fixture
def evening(make_event):
    """Hana's evening in Toronto on Thursday: one place is left."""
    return make_event(
        title="An evening of broken journeys",
        **{"venue": "Harbour House", "address": "1 Queens Quay", "city": "Toronto", "country": "CA"},
        **{"latitude": 43.64, "longitude": -79.38, "time_zone": "America/Toronto", "capacity": 1},
        starts_at=moment(15, 18),
    )


@pytest.fixture
def call(make_event):
    """What Hana holds online a week later."""
    return make_event(title="What we mended since", kind="online", venue="", city="", country="", capacity=50,
                      address="", latitude=None, longitude=None, online_url="https://meet.example/mended",
                      time_zone="America/Toronto", starts_at=moment(22, 12))  # fmt: skip


def gets_the_digest(postbox):
    """The one letter of Monday morning."""
    before = len(postbox.to(ADDRESS))
    beat()
    [letter] = postbox.to(ADDRESS)[before:]
    return letter


def test_a_stranger_becomes_a_member_is_answered_comes_along_is_certified_and_reads_of_it_on_monday(
    cast, clock, new_page, postbox, stories, evening, call, topic, issuer, plan, framework, rules
):
    nias = new_page(timezone_id="America/Toronto")
    opens_an_account(nias, postbox)
    number = asks_to_join(nias, postbox)

    clock(moment(13, 9))  # Tuesday: the money is here, and she asks what she could ask nobody at work
    confirms_the_transfer(new_page(cast["carol"]), number)
    is_a_member(nias, postbox)
    asked = asks(nias, stories)
    answers(new_page(cast["ann"]), asked, "The one we thanked people for, and then did nothing.")
    clock(moment(13, 9, 5))  # who is there reads it at once; nobody is written to in the first minutes
    reads_the_answer(nias, postbox, "Ann Okafor", "The one we thanked people for, and then did nothing.")
    takes_a_place(nias, evening)
    elis = new_page(cast["eli"])
    finds_it_full(elis, evening)

    clock(moment(14, 18, 5))  # Wednesday, a day before
    is_reminded(postbox, evening)

    clock(moment(15, 17, 30))  # Thursday, at the door; she goes home and begins to write
    checks_in(new_page(cast["hana"]), evening)
    is_there(nias, evening)
    takes_a_place(nias, call)
    clock(moment(15, 21))
    number = applies(nias, framework)

    clock(moment(16, 9))  # Friday: three people of the office, each with their own part
    carols = new_page(cast["carol"])
    confirms_the_transfer(carols, number)
    reviews(new_page(cast["rex"]))
    decides(new_page(cast["dora"]))
    may_sit(nias, postbox)
    arranges_the_sitting(carols)

    clock(moment(17, 16))  # Saturday
    records_that_she_passed(carols)
    is_certified(nias, postbox)
    finds_her_on_the_register(new_page())
    answers(elis, asked, "Ours was a survey that nobody had asked for.")
    clock(moment(17, 16, 5))
    beat()

    clock(moment(19, 8, 1))  # Monday again, at the hour of her digest
    digest = gets_the_digest(postbox)
    for said in [text_of(digest), text_of(digest, "html")]:
        assert "this is new for you at CXPA: " in said
        assert f"Eli Brandt answered “{QUESTION}”" in said
        assert "Ours was a survey that nobody had asked for." in said
        assert call.title in said
        assert "You have a place" in said
        # The last time they are said: the line for the inbox has the best of them first.
        assert said.rindex("You passed the CCXP exam") < said.rindex("You are a CCXP")
        assert "you may sit the exam" not in said, "what she has done is no news"
        assert evening.title not in said, "nor is what is over"
    nias.goto(link_in(digest, f"/discussions/{asked.pk}/"))
    expect(nias.get_by_role("article").get_by_text("Ours was a survey that nobody had asked for.")).to_be_visible()

    # Asked again, nothing is sent again; and what was asked for in all that week arrived once.
    count = len(postbox.messages)
    for later in [timedelta(minutes=5), timedelta(hours=1)]:
        clock(later)
        beat()
    assert len(postbox.messages) == count == Mail.objects.count()
    assert set(Mail.objects.values_list("state", flat=True)) == {Mail.SENT}

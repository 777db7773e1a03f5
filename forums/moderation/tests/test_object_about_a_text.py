"""Whoever wrote a text that was hidden, or not published, objects once; a moderator who did not decide it decides."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.moderation import holding, objecting
from forums.moderation.models import Case, Flag, NotYours, Objection, Settled
from members.accounts.models import SYSTEM_MODERATORS
from members.audit.models import Entry
from members.mail.models import Notice

pytestmark = pytest.mark.django_db

QUEUE = "/moderation/"
WHY = "It names a customer."
WORDS = "The customer is our own company, and it is on our website."


def page_of(case):
    return reverse("moderation:text", args=[case.pk])


def object_to(client, case, words=WORDS):
    return client.post(reverse("moderation:objection", args=[case.pk]), {"words": words})


def decide(client, case, decision, words=""):
    return client.post(case.get_absolute_url(), {"decision": decision, "words": words})


@pytest.fixture
def reply(topic, eli):
    return topic.reply(by=eli, body="Our own survey says so.")


@pytest.fixture
def hidden(reply, hana, maya):
    """A reply of Eli's that Hana flagged and Maya hid."""
    case = Flag.raise_one(reply, by=hana, reason="spam").case
    case.hide(by=maya, words=WHY)
    return case


@pytest.fixture
def refused(make_held, maya):
    """A reply of the newcomer's that Maya did not let out."""
    case = make_held().case
    holding.refuse(case, by=maya, words=WHY)
    return case


@pytest.fixture
def objection(hidden, eli):
    return objecting.object_to_decision(hidden, by=eli, words=WORDS)


@pytest.fixture
def other(client_of, other_moderator):
    return client_of(other_moderator)


def test_the_author_objects_on_the_page_of_the_text_and_another_moderator_finds_it(eli_client, hidden, other):
    assert "Do you see it otherwise?" in eli_client.get(page_of(hidden)).content.decode()
    assert object_to(eli_client, hidden).url == page_of(hidden)
    case = Case.objects.get(kind="objection")
    page = eli_client.get(page_of(hidden)).content.decode()
    assert "A moderator who did not decide it reads it" in page
    assert "Do you see it otherwise?" not in page
    assert f"An objection about “{hidden.title}”" in other.get(QUEUE).content.decode()
    page = other.get(case.get_absolute_url()).content.decode()
    for said in [WORDS, WHY, "Our own survey says so.", "Maya Castillo", hidden.get_absolute_url()]:
        assert said in page


def test_without_words_nothing_happens(eli_client, hidden):
    assert "Say what is wrong with it" in object_to(eli_client, hidden, words=" ").content.decode()
    assert not Objection.objects.exists()


def test_one_objects_once(eli, eli_client, hidden):
    for words in [WORDS, WORDS, "And another thing."]:
        object_to(eli_client, hidden, words=words)
    assert Objection.objects.get().words == WORDS
    assert Case.objects.filter(kind="objection").count() == 1
    assert Entry.objects.filter(action="moderation.objected").count() == 1
    with pytest.raises(objecting.TooLate):
        objecting.object_to_decision(hidden, by=eli, words="And another thing.")


def test_nor_a_month_later_nor_to_what_stays_or_came_back(eli, eli_client, hidden, reply, maya, clock):
    clock(timedelta(days=31))
    assert "Do you see it otherwise?" not in eli_client.get(page_of(hidden)).content.decode()
    for decide_anew in [lambda: None, lambda: hidden.send_back(by=maya, words=WHY), lambda: hidden.keep(by=maya)]:
        hidden.undo(by=maya)
        decide_anew()
        with pytest.raises(objecting.TooLate):
            objecting.object_to_decision(hidden, by=eli, words=WORDS)
    assert object_to(eli_client, hidden).status_code == 404, "there is nothing to say to them of it any more"


def test_of_others_nobody_objects_and_a_stranger_signs_in(client, ann_client, hana_client, maya_client, hidden, ann):
    for browser in [ann_client, hana_client, maya_client]:
        assert object_to(browser, hidden).status_code == 404
    assert "/accounts/login/" in object_to(client, hidden).url
    with pytest.raises(NotYours):
        objecting.object_to_decision(hidden, by=ann, words=WORDS)
    assert not Objection.objects.exists()


def test_who_decided_or_flagged_it_neither_sees_nor_decides_it(maya, maya_client, objection, hana):
    hana.groups.add(Group.objects.get(name=SYSTEM_MODERATORS))
    hana.__dict__.pop("_my_groups", None)
    for person in [maya, hana]:
        assert objection not in Case.objects.reaching(person)
        with pytest.raises(NotYours):
            objecting.uphold(objection, by=person)
    assert maya_client.get(objection.get_absolute_url()).status_code == 404
    assert "Nothing waits." in maya_client.get(QUEUE).content.decode()


def test_nor_does_a_moderator_who_does_not_read_the_board(objection, hidden, other_moderator, network, make_board):
    table = make_board(audience="network", group=network.group)
    Case.objects.filter(pk=hidden.pk).update(board=table)
    assert objection not in Case.objects.reaching(other_moderator)


def test_upheld_it_is_there_again_and_all_hear(eli, hana, maya, eli_client, client, topic, reply, other, objection):
    words = "It is your own."
    assert decide(other, objection, "uphold", words).url == QUEUE
    reply.refresh_from_db()
    assert reply.hidden_at is None
    assert "Our own survey says so." in client.get(topic.get_absolute_url()).content.decode()
    decided = objection.objection.decision
    decided.refresh_from_db()
    assert (decided.outcome, decided.settled_by.name, decided.words) == ("kept", "Milan Horvat", words)
    headlines = {
        person: [each.headline for each in Notice.objects.filter(person=person)] for person in (eli, hana, maya)
    }
    assert any("for others to read" in each for each in headlines[eli])
    assert any("it stays" in each for each in headlines[hana])
    assert any("has decided otherwise about" in each for each in headlines[maya])
    assert "Milan" not in str(headlines)
    assert "let it stand" in other.get(decided.get_absolute_url()).content.decode()


def test_dismissed_it_stays_away_with_words_and_both_hear(eli, maya, eli_client, reply, other, objection, mails):
    assert "Say why, so that they can understand it." in decide(other, objection, "dismiss").content.decode()
    decide(other, objection, "dismiss", "A website is not a board.")
    reply.refresh_from_db()
    assert reply.hidden_at
    page = eli_client.get(page_of(objection.objection.decision)).content.decode()
    assert "the decision stands" in page
    assert "A website is not a board." in page
    letter = mails(kind="forums/moderation/acted")[-1]
    letter.render()
    assert letter.to == eli
    assert "what was decided about your text stands" in letter.text
    assert "Milan" not in letter.text + letter.html
    assert "what you decided stands" in Notice.objects.filter(person=maya).latest("pk").headline


def test_a_text_that_was_not_published_comes_out(newcomer, newcomer_client, topic, refused, other):
    assert "Do you see it otherwise?" in newcomer_client.get(page_of(refused)).content.decode()
    object_to(newcomer_client, refused)
    waiting = Case.objects.get(kind="objection")
    assert "publish it" in other.get(waiting.get_absolute_url()).content.decode()
    decide(other, waiting, "uphold", "It is fine.")
    post = topic.posts.get(author=newcomer)
    refused.refresh_from_db()
    assert (refused.outcome, refused.post) == ("published", post)


def test_where_it_cannot_come_out_any_more_the_moderator_reads_why(
    newcomer, newcomer_client, topic, ann, refused, other
):
    object_to(newcomer_client, refused)
    waiting = Case.objects.get(kind="objection")
    topic.close(by=ann)
    assert "The topic was closed meanwhile" in decide(other, waiting, "uphold").content.decode()
    waiting.refresh_from_db()
    refused.refresh_from_db()
    assert (waiting.settled_at, refused.outcome) == (None, "refused")


def test_decided_twice_it_counts_once(other_moderator, objection, reply):
    objecting.uphold(objection, by=other_moderator)
    objecting.uphold(Case.objects.get(pk=objection.pk), by=other_moderator)
    with pytest.raises(Settled):
        objecting.dismiss(Case.objects.get(pk=objection.pk), by=other_moderator, words="No.")
    assert Entry.objects.filter(action="moderation.upheld").count() == 1
    assert not Case.objects.get(pk=objection.pk).can_be_undone


def test_who_takes_the_decision_back_has_answered(maya, eli, objection, hidden):
    hidden.undo(by=maya)
    objection.refresh_from_db()
    assert (objection.outcome, objection.settled_by) == ("upheld", maya)
    hidden.hide(by=maya, words="Still.")
    assert objecting.object_to_decision(hidden, by=eli, words="Still wrong.").pk != objection.pk, "it is another one"


def test_what_was_said_without_a_name_stays_so(hana, maya, other, other_moderator, client_of, nameless_topic):
    topic = nameless_topic(replies=0)
    case = Flag.raise_one(topic.posts.get(), by=hana, reason="spam").case
    case.hide(by=maya, words=WHY)
    author = case.author
    object_to(client_of(author), case)
    waiting = Case.objects.get(kind="objection")
    for address in [QUEUE, waiting.get_absolute_url()]:
        assert author.name not in other.get(address).content.decode()
    entry = Entry.objects.get(action="moderation.objected")
    assert entry.by.is_nameless
    objecting.dismiss(waiting, by=other_moderator, words="No.")
    assert Notice.objects.filter(person=author).latest("pk").is_private


def test_about_a_moderator_it_goes_to_staff(maya, carol, other_moderator, make_person, topic, hana):
    case = Flag.raise_one(topic.reply(by=maya, body="Buy mine."), by=hana, reason="spam").case
    case.hide(by=carol, words=WHY)
    waiting = objecting.object_to_decision(case, by=maya, words=WORDS)
    staff = make_person(name="Sue", is_superuser=True, is_staff=True)
    reached = [who for who in [maya, carol, other_moderator, staff] if waiting in Case.objects.reaching(who)]
    assert reached == [staff]


def test_the_silenced_may_object_too(eli, eli_client, hidden, make_sanction):
    make_sanction(eli)
    object_to(eli_client, hidden)
    assert Objection.objects.get().words == WORDS


def test_the_queue_costs_the_same_with_one_and_with_many(other, topic, eli, hana, maya, objection):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert other.get(QUEUE).status_code == 200
        return len(asked)

    cost()
    before = cost()
    for number in range(6):
        case = Flag.raise_one(topic.reply(by=eli, body=f"Number {number}."), by=hana, reason="spam").case
        case.hide(by=maya, words=WHY)
        objecting.object_to_decision(case, by=eli, words=WORDS)
    assert cost() == before

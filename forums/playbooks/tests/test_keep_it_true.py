"""Still true? The owner is asked, readers doubt, and somebody else takes over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forums.playbooks import tasks
from forums.playbooks.models import Doubt, NotTheirs, Playbook
from members.mail.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def playbook(make_playbook):
    return make_playbook()


def state_of(playbook):
    playbook.refresh_from_db()
    return playbook.state


def check(browser, playbook, **sent):
    return browser.post(reverse("playbooks:check", args=[playbook.pk]), sent, follow=True)


def test_when_it_is_due_the_owner_is_asked_once(playbook, ann, mails, clock):
    clock(timedelta(days=184))
    tasks.look()
    tasks.look()
    (letter,) = mails(kind="forums/playbooks/due")
    assert letter.to == ann
    letter.render()
    assert letter.subject == "Is “Map a journey nobody owns” still true?"


def test_readers_see_when_it_was_last_checked(playbook, client, clock):
    checked = playbook.checked_at
    clock(timedelta(days=200))
    page = client.get(playbook.get_absolute_url()).content.decode()
    assert f"Last checked in {checked:%B %Y}" in page


def test_a_check_holds_for_its_months_and_the_next_date_asks_anew(playbook, ann, client_of, mails, clock):
    clock(timedelta(days=184))
    tasks.look()
    check(client_of(ann), playbook)
    playbook.refresh_from_db()
    assert not playbook.is_overdue
    clock(timedelta(days=184))
    tasks.look()
    assert len(mails(kind="forums/playbooks/due")) == 2


def test_that_it_needs_a_change_is_told_to_readers(playbook, ann_client, client):
    check(ann_client, playbook, change="1")
    assert "Ann Okafor says that it needs a change" in client.get(playbook.get_absolute_url()).content.decode()
    check(ann_client, playbook)
    assert "needs a change" not in client.get(playbook.get_absolute_url()).content.decode()


def test_forgotten_for_sixty_days_it_is_in_doubt_until_it_is_checked(playbook, ann, client_of, client, clock):
    clock(timedelta(days=183 + 61))
    tasks.look()
    assert state_of(playbook) == "doubted"
    assert "Nobody has checked it since" in client.get(playbook.get_absolute_url()).content.decode()
    check(client_of(ann), playbook)
    assert state_of(playbook) == "published"


def test_a_reader_doubts_it_and_the_owner_hears(playbook, eli_client, eli, ann, client, mails):
    passage = playbook.passages.get()
    sent = {"words": "We have no complaints on record.", "passage": passage.pk}
    page = eli_client.post(reverse("playbooks:doubt", args=[playbook.pk]), sent, follow=True).content.decode()
    assert "It stands on the page, and Ann Okafor is told" in page
    assert sent["words"] in client.get(playbook.get_absolute_url()).content.decode()
    (letter,) = mails(kind="forums/playbooks/doubted")
    assert letter.to == ann
    assert Doubt.objects.get().passage == passage


def test_doubted_twice_by_one_reader_the_words_change(playbook, eli, eli_client, mails):
    for words in ["Not here.", "Not in public services."]:
        eli_client.post(reverse("playbooks:doubt", args=[playbook.pk]), {"words": words})
    assert Doubt.objects.get().words == "Not in public services."
    assert len(mails(kind="forums/playbooks/doubted")) == 1


def test_three_doubts_put_it_in_doubt_until_each_is_answered(playbook, ann_client, make_person, client):
    doubts = [Doubt.raise_one(playbook, by=make_person(), words=f"Not so {number}.") for number in range(3)]
    assert state_of(playbook) == "doubted"
    assert "3 readers say it is not so" in client.get(playbook.get_absolute_url()).content.decode()
    for doubt in doubts:
        assert state_of(playbook) == "doubted"
        said = {"outcome": "explained", "answer": "It is, for the second visit."}
        ann_client.post(reverse("playbooks:answer", args=[playbook.pk, doubt.pk]), said)
    assert state_of(playbook) == "published"


def test_whoever_doubted_hears_the_answer(playbook, ann_client, eli, client):
    doubt = Doubt.raise_one(playbook, by=eli, words="Not in banking.")
    said = {"outcome": "agreed", "answer": "The passage says so now."}
    ann_client.post(reverse("playbooks:answer", args=[playbook.pk, doubt.pk]), said)
    told = Notice.objects.get(person=eli, kind="forums/playbooks/answered")
    assert told.headline == "You were right: “Map a journey nobody owns” is changed"
    assert said["answer"] in client.get(playbook.get_absolute_url()).content.decode()
    again = ann_client.post(reverse("playbooks:answer", args=[playbook.pk, doubt.pk]), said | {"outcome": "explained"})
    assert again.status_code == 302
    doubt.refresh_from_db()
    assert doubt.outcome == "agreed"


def test_doubts_are_said_in_words_and_not_by_the_owner(playbook, ann, ann_client, eli_client, client):
    address = reverse("playbooks:doubt", args=[playbook.pk])
    assert "Say what is different" in eli_client.post(address, {"words": " "}).content.decode()
    assert ann_client.post(address, {"words": "Mine."}).status_code == 403
    assert client.post(address, {"words": "Mine."}).status_code == 302
    with pytest.raises(NotTheirs):
        Doubt.raise_one(playbook, by=ann, words="Mine.")
    assert not Doubt.objects.exists()


def test_only_who_looks_after_it_answers(playbook, eli, hana_client):
    doubt = Doubt.raise_one(playbook, by=eli, words="Not in banking.")
    address = reverse("playbooks:answer", args=[playbook.pk, doubt.pk])
    assert hana_client.post(address, {"outcome": "agreed", "answer": "Yes."}).status_code == 403


def hand_to(browser, playbook, handle):
    return browser.post(reverse("playbooks:handover", args=[playbook.pk]), {"handle": handle}, follow=True)


def answer(browser, playbook, **sent):
    return browser.post(reverse("playbooks:taking_over", args=[playbook.pk]), sent)


def test_it_is_handed_over_with_a_yes(playbook, ann_client, eli, eli_client, ann, mails):
    hand_to(ann_client, playbook, f"@{eli.handle}")
    (letter,) = mails(kind="forums/playbooks/offered")
    assert letter.to == eli
    assert Playbook.objects.get().owner == ann
    answer(eli_client, playbook)
    answer(eli_client, playbook)
    assert Playbook.objects.get().owner == eli
    assert Notice.objects.filter(person=ann, kind="forums/playbooks/taken").count() == 1
    assert ann_client.get(reverse("playbooks:about", args=[playbook.pk])).status_code == 403


def test_a_no_leaves_it_where_it_is(playbook, ann_client, ann, eli, eli_client):
    hand_to(ann_client, playbook, eli.handle)
    answer(eli_client, playbook, decline="1")
    answer(eli_client, playbook)
    found = Playbook.objects.get()
    assert (found.owner, found.offered_to) == (ann, None)


def test_a_draft_can_be_handed_over_and_is_read_by_who_is_asked(make_playbook, ann_client, eli, eli_client):
    draft = make_playbook(published=False)
    hand_to(ann_client, draft, eli.handle)
    assert eli_client.get(reverse("playbooks:handover", args=[draft.pk])).status_code == 200
    answer(eli_client, draft, decline="1")
    assert eli_client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("handle", ["nobody-like-this", "cleo-marchetti", "ann-okafor"])
def test_only_members_who_read_it_can_be_asked(playbook, ann_client, ann, cleo, handle, mails):
    page = hand_to(ann_client, playbook, handle).content.decode()
    assert "Nobody here goes by" in page or "They cannot look after it" in page
    assert not mails(kind="forums/playbooks/offered")


def test_nobody_takes_what_was_not_offered(playbook, eli, eli_client, ann):
    answer(eli_client, playbook)
    assert Playbook.objects.get().owner == ann
    with pytest.raises(NotTheirs):
        playbook.take_over(by=eli)


def test_retired_it_is_gone_for_readers_and_can_come_back(playbook, ann_client, client):
    address = reverse("playbooks:publication", args=[playbook.pk])
    ann_client.post(address, {"retire": "1"})
    assert client.get(playbook.get_absolute_url()).status_code == 404
    ann_client.post(address)
    assert client.get(playbook.get_absolute_url()).status_code == 200


def test_staff_give_it_to_somebody_else_with_a_reason(playbook, carol_client, eli):
    address = reverse("admin:playbooks_playbook_give", args=[playbook.pk])
    page = carol_client.post(address, {"to": "nobody@cxpa.example", "reason": "Left."}).content.decode()
    assert "Nobody here has this address." in page
    carol_client.post(address, {"to": eli.email, "reason": "Ann has left."})
    assert Playbook.objects.get().owner == eli

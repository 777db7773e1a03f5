"""Reporting: staff see one message and the five before it, and settle it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.conversations.models import MessageFile, MessageReport
from members.audit.models import Entry
from members.connections.models import is_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make_conversation):
    return make_conversation(messages=8)


@pytest.fixture
def reported(talk, ann):
    """Ann reported message 8, which is Eli's."""
    return talk.messages.get(number=8).report(by=ann, reason="unkind", note="Twice now.")


def report_url(talk, number=8):
    return reverse("conversations:report", args=[talk.pk, number])


def case_url(report):
    return reverse("admin:conversations_messagereport_change", args=[report.pk])


def settle(client, report, outcome="withdrawn"):
    address = reverse("admin:conversations_messagereport_settle", args=[report.pk])
    return client.post(address, {"outcome": outcome, "reason": "Against our code."}, follow=True)


def test_reporting_and_blocking_in_one_go(ann_client, ann, eli, talk):
    page = ann_client.post(
        report_url(talk), {"reason": "unkind", "note": "Twice now.", "block": "on"}, follow=True
    ).content.decode()
    assert "A person of the staff looks at it" in page
    assert MessageReport.objects.get().body == "Message number 7."
    assert is_between(ann, eli)
    assert not eli.notices.filter(kind__contains="report").exists()


def test_once_is_enough(ann_client, talk):
    for _ in range(2):
        ann_client.post(report_url(talk), {"reason": "unkind"})
    assert MessageReport.objects.count() == 1


def test_a_reason_is_needed_and_ones_own_words_are_not_reported(ann_client, eli_client, hana_client, client, talk):
    assert "Choose what is wrong." in ann_client.post(report_url(talk), {"note": "Hm."}).content.decode()
    assert eli_client.post(report_url(talk), {"reason": "other"}).status_code == 403
    assert hana_client.post(report_url(talk), {"reason": "other"}).status_code == 404
    assert reverse("account_login") in client.post(report_url(talk), {"reason": "other"}).url
    assert not MessageReport.objects.exists()


def test_staff_see_it_with_the_five_before_it_and_nothing_else(carol_client, reported):
    page = carol_client.get(case_url(reported)).content.decode()
    for number in [2, 3, 4, 5, 6, 7]:
        assert f"Message number {number}." in page
    for number in [1, 8]:
        assert f"Message number {number}." not in page


def test_taking_it_back_afterwards_hides_nothing_from_staff(carol_client, reported, eli):
    reported.message.withdraw(by=eli)
    assert "Message number 7." in carol_client.get(case_url(reported)).content.decode()


def test_a_file_of_what_was_reported_is_seen_by_staff_until_the_end(carol_client, maya_client, ann, eli, talk):
    upload = SimpleUploadedFile("offer.txt", b"Buy this.", "text/plain")
    sent = MessageFile.send(upload, by=eli, key=f"conversation:{talk.pk}")
    message = talk.say(by=eli, body="Have a look.", files=f"conversation:{talk.pk}")
    assert carol_client.get(sent.file.url).status_code == 404
    report = message.report(by=ann, reason="selling")
    message.withdraw(by=eli)
    assert "offer.txt" in carol_client.get(case_url(report)).content.decode()
    assert carol_client.get(sent.file.url).status_code == 200
    assert maya_client.get(sent.file.url).status_code == 404


def test_settling_takes_it_away_and_tells_whoever_reported(carol_client, ann, ann_client, carol, reported, talk):
    settle(carol_client, reported)
    reported.refresh_from_db()
    assert (reported.outcome, reported.settled_by) == ("withdrawn", carol)
    assert "it is gone" in ann.notices.get(kind="forums/conversations/settled").headline
    assert "Message number 7." not in ann_client.get(talk.get_absolute_url()).content.decode()


def test_it_may_also_stay(carol_client, ann, ann_client, reported, talk):
    settle(carol_client, reported, outcome="fine")
    assert "Message number 7." in ann_client.get(talk.get_absolute_url()).content.decode()
    assert "it may stay" in ann.notices.get(kind="forums/conversations/settled").headline


def test_settled_twice_the_first_word_stays(carol, dora, reported, ann):
    reported.settle(by=carol, outcome="fine", reason="It is blunt, and fair.")
    MessageReport.objects.get(pk=reported.pk).settle(by=dora, outcome="withdrawn", reason="No.")
    reported.refresh_from_db()
    assert (reported.outcome, reported.settled_by) == ("fine", carol)
    assert Entry.objects.filter(action="conversations.report_settled").count() == 1


def test_it_waits_on_the_first_page_of_staff(carol_client, reported):
    assert "Messages reported" in carol_client.get(reverse("admin:index")).content.decode()


def test_others_do_not_reach_it(ann_client, maya_client, client, reported):
    assert ann_client.get(case_url(reported)).status_code == 404
    assert maya_client.get(case_url(reported)).status_code == 404
    assert client.get(case_url(reported)).status_code == 302

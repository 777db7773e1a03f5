"""Staff see every letter and why; they send it again, withhold it, or stop a kind. Each act is recorded."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.audit.models import Entry
from members.mail.delivery import deliver_due
from members.mail.models import KindSwitch, Mail
from members.mail.outbox import send, send_rendered

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "a journey nobody owns", "words": "We gave it to ops.", "url": "http://portal.example/1/"}
LIST = "admin:mail_mail_changelist"


def ask(person, key="post:1", **about):
    send(KIND, to=person, key=key, **NEWS, **about)
    return Mail.objects.latest("pk")


def page(client, name, *args):
    return client.get(reverse(f"admin:mail_{name}", args=args)).content.decode()


def done(action):
    return Entry.objects.filter(action=action).count()


def test_the_list_says_what_became_of_each_letter_and_why(carol_client, ann, eli):
    ask(ann).failed("554 we do not like the words")
    ask(eli)
    deliver_due()
    said = carol_client.get(reverse(LIST)).content.decode()
    for words in ["failed", "554 we do not like the words", "sent", ann.email, eli.email]:
        assert words in said


def test_a_letter_is_read_as_it_will_be_sent_and_looking_changes_nothing(carol_client, ann):
    mail = ask(ann)
    said = page(carol_client, "mail_reading", mail.pk)
    assert "We gave it to ops." in said
    assert "It has not been" in said
    html = carol_client.get(reverse("admin:mail_mail_reading_html", args=[mail.pk]))
    policy = html["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    mail.refresh_from_db()
    assert (mail.state, mail.subject, mail.html) == (Mail.QUEUED, "", "")


def test_a_letter_that_cannot_be_written_says_so(carol_client, ann):
    mail = ask(ann)
    Mail.objects.filter(pk=mail.pk).update(kind="sample/no_such_letter")
    assert carol_client.get(reverse("admin:mail_mail_reading", args=[mail.pk])).status_code == 404
    assert "sample/no_such_letter" in page(carol_client, "mail_change", mail.pk)


def test_the_letter_somebody_signs_in_with_is_not_read_by_staff(carol_client, ann):
    about = {"to": ann, "address": ann.email, "text": "482913", "html": "<p>482913</p>"}
    send_rendered("accounts", key="k", subject="482913 is your code for CXPA", **about)
    mail = Mail.objects.get()
    for said in [carol_client.get(reverse(LIST)).content.decode(), page(carol_client, "mail_change", mail.pk)]:
        assert "Your account" in said
        assert "482913" not in said
    assert carol_client.get(reverse("admin:mail_mail_reading", args=[mail.pk])).status_code == 404
    mail.failed("asleep")
    mail.retry(by=ann)
    assert not Entry.objects.filter(label__contains="482913").exists()


def test_what_is_private_is_not_read_by_staff(carol_client, ann):
    mail = ask(ann, private=True)
    assert carol_client.get(reverse("admin:mail_mail_reading", args=[mail.pk])).status_code == 404
    mail.failed("550 no")
    said = page(carol_client, "mail_change", mail.pk)
    assert "550 no" in said
    assert "journey" not in said
    assert carol_client.get(reverse("admin:mail_mail_reading", args=[mail.pk])).status_code == 404


def test_a_letter_in_doubt_is_sent_again_or_said_to_have_arrived(carol_client, ann, eli):
    again, arrived = ask(ann), ask(eli)
    Mail.objects.update(state=Mail.UNKNOWN)
    assert "may be there twice" in page(carol_client, "mail_sending_again", again.pk)
    carol_client.post(reverse("admin:mail_mail_sending_again", args=[again.pk]))
    carol_client.post(reverse("admin:mail_mail_arrival", args=[arrived.pk]))
    carol_client.post(reverse("admin:mail_mail_arrival", args=[arrived.pk]))
    assert [Mail.objects.get(pk=mail.pk).state for mail in (again, arrived)] == [Mail.QUEUED, Mail.SENT]
    assert (done("mail.retried"), done("mail.arrived")) == (1, 1)


def test_sent_again_it_goes_to_the_address_the_person_has_now(ann, carol):
    mail = ask(ann)
    mail.failed("asleep")
    ann.email = "ann@new.example"
    ann.save(update_fields=["email"])
    mail = Mail.objects.get()
    mail.retry(by=carol)
    deliver_due()
    assert django_mail.outbox[0].to == ["ann@new.example"]


def test_to_withhold_owes_a_reason_and_the_letter_stays(carol_client, ann):
    mail = ask(ann)
    address = reverse("admin:mail_mail_withholding", args=[mail.pk])
    assert "Say why" in carol_client.post(address, {"reason": ""}).content.decode()
    carol_client.post(address, {"reason": "The event is off."})
    assert deliver_due() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.reason, done("mail.withheld")) == (Mail.WITHHELD, "The event is off.", 1)


def test_what_has_left_cannot_be_withheld(carol_client, ann):
    mail = ask(ann)
    deliver_due()
    chosen = {"action": "withhold_all", "_selected_action": [mail.pk], "answered": 1, "reason": "Too late."}
    said = carol_client.post(reverse(LIST), chosen, follow=True).content.decode()
    assert "It is not waiting any more: sent." in said
    assert Mail.objects.get().state == Mail.SENT


def test_several_are_withheld_with_one_reason(carol_client, ann, eli):
    chosen = {"action": "withhold_all", "_selected_action": [ask(ann).pk, ask(eli).pk]}
    assert "Say why" not in carol_client.post(reverse(LIST), chosen).content.decode(), "asked first"
    carol_client.post(reverse(LIST), chosen | {"answered": 1, "reason": "A slip."})
    assert set(Mail.objects.values_list("state", "reason")) == {(Mail.WITHHELD, "A slip.")}


def test_who_may_only_look_cannot_act(make_person, client_of, ann):
    helper = make_person(is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_mail"))
    mail = ask(ann)
    mail.failed("asleep")
    client_of(helper).post(reverse("admin:mail_mail_sending_again", args=[mail.pk]))
    client_of(helper).post(reverse(LIST), {"action": "try_again", "_selected_action": [mail.pk]})
    assert Mail.objects.get().state == Mail.FAILED


def test_a_stranger_and_a_member_find_none_of_it(client, ann_client, ann):
    mail = ask(ann)
    for name in ["mail_reading", "mail_reading_html", "mail_sending_again"]:
        address = reverse(f"admin:mail_{name}", args=[mail.pk])
        assert ann_client.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_the_list_costs_the_same_at_any_length(carol_client, make_person):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            carol_client.get(reverse(LIST))
        return len(queries), [query["sql"] for query in queries if "COUNT(" in query["sql"]]

    ask(make_person())
    cost()
    before, _counts = cost()
    for _number in range(30):
        ask(make_person())
    after, counts = cost()
    assert after == before
    assert all("LIMIT 5000" in sql for sql in counts), counts


# --- One kind ------------------------------------------------------------------------------------------------------


def test_a_kind_is_stopped_and_its_letters_wait_until_it_is_let_go(carol_client, ann, eli):
    ask(ann)
    carol_client.post(reverse("admin:mail_kindswitch_add"), {"kind": KIND, "reason": "The link is wrong."})
    switch = KindSwitch.objects.get()
    ask(eli)
    send_rendered("accounts", key="k", to=eli, address=eli.email, subject="Code", text="1", html="")
    assert deliver_due() == 1, "the code"
    said = page(carol_client, "kindswitch_changelist")
    assert "The link is wrong." in said
    assert switch.waiting.count() == 2
    assert "2 letters wait" in page(carol_client, "kindswitch_release", switch.pk)
    assert "is stopped: its letters wait" in carol_client.get(reverse(LIST)).content.decode()
    carol_client.post(reverse("admin:mail_kindswitch_release", args=[switch.pk]))
    assert deliver_due() == 2
    assert (done("mail.kind_stopped"), done("mail.kind_released")) == (1, 1)


def test_stopped_twice_is_stopped_once_and_let_go_once(carol, ann):
    first = KindSwitch.stop(KIND, by=carol, reason="One.")
    assert KindSwitch.stop(KIND, by=ann, reason="Two.") == first
    assert first.release(by=carol)
    assert not first.release(by=carol)
    KindSwitch.stop(KIND, by=ann, reason="Again.")
    assert KindSwitch.objects.count() == 2


def test_a_kind_stopped_while_a_batch_is_on_its_way_stops_with_the_next_letter(carol, make_person, monkeypatch):
    for _number in range(4):
        ask(make_person())

    class Stopping:
        def __init__(self, *_args):
            self.sent = 0

        def open(self):
            pass

        close = open

        def send_messages(self, messages):
            self.sent += 1
            if self.sent == 2:
                KindSwitch.stop(KIND, by=carol, reason="Stop!")

    monkeypatch.setattr("members.mail.delivery.get_connection", Stopping)
    assert deliver_due() == 2
    assert Mail.objects.filter(state=Mail.QUEUED).count() == 2

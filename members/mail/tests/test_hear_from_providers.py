"""Providers tell what came back and who complained, signed; what is forged or told again changes nothing."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import Bounce, Mail
from members.mail.outbox import send, send_rendered
from members.mail.preferences import is_stopped

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "News", "words": "Words.", "url": "http://portal.example/1/"}
KEY, SECRET = "mailgun-signing-key", "postmark:a-long-secret"


@pytest.fixture(autouse=True)
def _ours(settings):
    settings.MAIL_PROVIDERS = ["mailgun", "postmark"]
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY, "WEBHOOK_SECRET": SECRET}


@pytest.fixture
def mail(ann):
    send(KIND, to=ann, key="post:1", **NEWS)
    deliver_due()
    return Mail.objects.get()


def auth(secret=SECRET):
    return {"headers": {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}}


def mailgun(client, mail, *, event="failed", key=KEY, token="t1", at=None, **about):
    """A webhook as Mailgun posts it: an HMAC over its moment and its token, beside the event."""
    moment = str(int((at or timezone.now()).timestamp()))
    sign = hmac.new(key.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    data = {
        "event": event,
        "severity": "permanent",
        "reason": "bounce",
        "id": token,
        "timestamp": float(moment),
        "recipient": mail.address,
        "message": {"headers": {"message-id": mail.message_id.strip("<>"), "to": mail.address}},
        "user-variables": {"mail": str(mail.pk)},
        "delivery-status": {"code": 550, "message": "5.1.1 The account does not exist", "description": ""},
    } | about
    told = {"signature": {"timestamp": moment, "token": token, "signature": sign}, "event-data": data}
    # Mailgun is let in by its signature and, where a secret is set, by that too.
    return client.post(address("mailgun"), json.dumps(told), content_type="application/json", **auth())


def postmark(client, mail, secret=SECRET, **about):
    """A webhook as Postmark posts it: proved by the secret in its address."""
    told = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "ID": 4_323_372_036,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"mail": str(mail.pk)},
        "Email": mail.address,
        "BouncedAt": timezone.now().isoformat(),
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Inactive": True,
        "CanActivate": True,
    } | about
    return client.post(address("postmark"), json.dumps(told), content_type="application/json", **auth(secret))


def address(provider):
    return reverse("mail:telling", args=[provider])


@pytest.mark.parametrize("tell", [mailgun, postmark])
def test_a_letter_that_came_back_stops_its_address(client, mail, tell):
    assert tell(client, mail).status_code == 200
    mail.refresh_from_db()
    assert mail.state == Mail.BOUNCED
    assert "does not exist" in mail.reason
    assert Bounce.objects.standing().get().address == mail.address


@pytest.mark.parametrize("tell", [mailgun, postmark])
def test_the_same_told_again_changes_nothing(client, mail, ann, tell):
    tell(client, mail)
    Bounce.objects.get().try_again(by=ann)
    assert tell(client, mail).status_code == 200, "else the provider would go on telling"
    assert not Bounce.objects.standing().exists()


def test_what_somebody_forged_is_refused(client, mail):
    assert mailgun(client, mail, key="guessed").status_code == 400
    assert postmark(client, mail, secret="postmark:guessed").status_code == 400
    assert client.post(address("postmark"), "{}", content_type="application/json").status_code == 400
    mail.refresh_from_db()
    assert (mail.state, Bounce.objects.count()) == (Mail.SENT, 0)


def test_what_is_long_past_is_not_listened_to(client, mail):
    mailgun(client, mail, at=timezone.now() - timedelta(days=8))
    mail.refresh_from_db()
    assert mail.state == Mail.SENT


def test_a_provider_that_is_not_ours_is_not_there(client, mail, settings):
    settings.MAIL_PROVIDERS = ["postmark"]
    assert mailgun(client, mail).status_code == 404
    assert client.post(address("nobody")).status_code == 404


def test_without_a_secret_nobody_is_listened_to(client, mail, settings):
    settings.ANYMAIL = {}
    assert postmark(client, mail).status_code == 404
    assert mailgun(client, mail).status_code == 404


def test_a_letter_put_off_by_the_other_server_is_no_bounce(client, mail):
    mailgun(client, mail, severity="temporary")
    assert not Bounce.objects.exists()


def test_a_letter_is_found_by_the_name_the_provider_gave_it(client, mail):
    Mail.objects.update(provider_id="883953f4-6105-42a2-a16a-77a8eac79483")
    postmark(client, mail, Metadata={})
    mail.refresh_from_db()
    assert mail.state == Mail.BOUNCED


def test_a_letter_to_another_address_is_not_touched(client, mail):
    postmark(client, mail, Email="stranger@elsewhere.example")
    mail.refresh_from_db()
    assert (mail.state, Bounce.objects.count()) == (Mail.SENT, 0)


def test_who_marks_a_letter_as_spam_gets_no_more_of_it_and_no_digest_and_is_told_kindly(client, ann, mail):
    kinds.register("sample/digest", label="Digest", reason="r", is_digest=True)
    mailgun(client, mail, event="complained", reason=None)
    assert is_stopped(ann.pk, KIND)
    assert is_stopped(ann.pk, kinds.digest_kind().name)
    notice = ann.notices.get()
    assert "Was it a slip?" in notice.headline
    assert notice.url == reverse("mail:preferences")
    mailgun(client, mail, event="complained", reason=None, token="t2")
    assert ann.notices.count() == 1


def test_what_must_arrive_cannot_be_stopped_by_a_complaint(client, ann):
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="Code", text="1", html="")
    deliver_due()
    mailgun(client, Mail.objects.get(), event="complained", reason=None)
    assert not is_stopped(ann.pk, "accounts")


def test_a_letter_in_doubt_that_was_delivered_counts_as_sent(client, mail):
    Mail.objects.update(state=Mail.UNKNOWN)
    mailgun(client, mail, event="delivered", reason=None)
    mail.refresh_from_db()
    assert mail.state == Mail.SENT


def test_a_message_id_that_somebody_made_up_finds_no_letter(mail):
    assert Mail.of_message(mail.message_id) == mail
    number, _dot, rest = mail.message_id.partition(".")
    for forged in [f"{number}.{'0' * 64}@cxpa.example>", f"<999.{rest}", "<>", "", "no", f"<{'9' * 40}.x@y>"]:
        assert Mail.of_message(forged) is None

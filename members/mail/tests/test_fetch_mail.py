"""Mail comes by a maildir, a mailbox, a provider or a pipe: kept before it is put away, and counted once."""

import base64
import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.mail.incoming import arriving, tasks
from members.mail.incoming.sources import imap, maildir
from members.mail.incoming.sources.imap import Mailbox
from members.mail.models import Incoming

from .imap_server import ImapServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("takes_mail")]
TO = "reply+x7.2.1.abcdefgh23456723@in.cxpa.example"


@pytest.fixture
def folder(tmp_path, settings):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.MAIL_IN_MAILDIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def server(raw_mail, settings):
    """`server(count, …)`: a mailbox with so many messages."""
    servers = []

    def start(count=2, **about):
        messages = [raw_mail("ann@cxpa.example", TO, f"Message {number}.") for number in range(count)]
        servers.append(ImapServer(messages, **about))
        settings.MAIL_IN_IMAP = servers[0].url
        return servers[0]

    yield start
    for each in servers:
        each.close()


def test_a_maildir_is_taken_in_and_put_away(folder, raw_mail):
    for number in range(3):
        (folder / "new" / f"{number}.host").write_bytes(raw_mail("ann@cxpa.example", TO, f"Message {number}."))
    (folder / "tmp" / "half").write_bytes(b"half of one")
    assert [maildir.fetch(), maildir.fetch()] == [3, 0]
    assert sorted(path.name for path in (folder / "cur").iterdir()) == [f"{number}.host:2,S" for number in range(3)]
    assert list(Incoming.objects.values_list("to", "sender", "source")) == [(TO, "ann@cxpa.example", "maildir")] * 3


def test_what_was_kept_and_not_put_away_counts_once(folder, raw_mail, monkeypatch):
    (folder / "new" / "1").write_bytes(raw_mail("ann@cxpa.example", TO, "Once."))
    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.rename", lambda *about: (_ for _ in ()).throw(OSError("the disk is full")))
        assert maildir.fetch() == 0
    assert Incoming.objects.count() == 1
    assert maildir.fetch() == 1
    assert Incoming.objects.count() == 1


def test_what_is_too_large_is_noted_and_not_read(folder, raw_mail, monkeypatch):
    monkeypatch.setattr(maildir, "LARGEST", 1_000)
    (folder / "new" / "1").write_bytes(raw_mail("ann@cxpa.example", TO, "x" * 5_000))
    assert maildir.fetch() == 1
    row = Incoming.objects.get()
    assert row.size > 5_000
    assert len(row.raw) < 1_000
    assert row.to == TO


def test_a_maildir_that_is_not_there_is_said_and_nothing_stops(settings, caplog, tmp_path):
    settings.MAIL_IN_MAILDIR = str(tmp_path / "nowhere")
    tasks.fetch()
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("can_move", [True, False])
def test_a_mailbox_is_taken_in_and_put_away(can_move, server):
    box = server(3, can_move=can_move)
    assert [imap.fetch(), imap.fetch()] == [3, 0]
    assert (len(box.folders["INBOX"]), len(box.folders["Taken"])) == (0, 3)
    assert Incoming.objects.filter(source="imap", to=TO).count() == 3


@pytest.mark.parametrize("breaks_at", ["UID SEARCH", "UID FETCH 2 (BODY", "UID MOVE 2", "LOGOUT"])
def test_a_line_that_breaks_costs_nothing_and_doubles_nothing(breaks_at, server):
    box = server(3)
    box.breaks_at = breaks_at
    imap.fetch()
    imap.fetch()
    assert len(box.folders["Taken"]) == 3
    assert Incoming.objects.count() == 3


def test_without_move_a_line_that_breaks_before_the_end_doubles_nothing(server):
    box = server(2, can_move=False)
    box.breaks_at = "UID STORE 1"
    imap.fetch()
    imap.fetch()
    assert (box.folders["INBOX"], Incoming.objects.count()) == ({}, 2)


def test_a_wrong_password_is_said_and_nothing_stops(server, settings, caplog):
    box = server(1)
    settings.MAIL_IN_IMAP = box.url.replace("a%2Fb", "wrong")
    assert imap.fetch() == 0
    assert "cannot be read" in caplog.text
    assert "wrong" not in caplog.text


def test_of_a_large_message_in_a_mailbox_only_the_headers_are_fetched(server):
    box = server(1)
    box.claims = 30_000_000
    imap.fetch()
    assert not any("BODY.PEEK[])" in said for said in box.said)
    assert Incoming.objects.get().size == 30_000_000


def test_the_address_of_a_mailbox_says_all_of_it():
    box = Mailbox.at("imaps://ann%40x:p%40ss@imap.example.org/Portal%20in?done=Old")
    assert box == Mailbox("imap.example.org", 993, "ann@x", "p@ss", "Portal in", "Old", True)


@pytest.fixture
def hook(settings):
    settings.MAIL_IN_PROVIDER, settings.MAIL_IN_SECRET = "postmark", "a-long-secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": None}
    return reverse("mail:incoming", args=["a-long-secret", "postmark"])


def postmark(**changes):
    """What Postmark posts of a mail with a file."""
    content = base64.b64encode(b"Ask the shops first." * 200_000).decode()
    about = {
        "From": "ann@cxpa.example",
        "FromFull": {"Email": "ann@cxpa.example", "Name": "Ann"},
        "To": TO,
        "OriginalRecipient": TO,
        "Subject": "Re: Who owns it?",
        "MessageID": "22c74902",
        "TextBody": "In ours the branch managers do.",
        "Headers": [{"Name": "Message-ID", "Value": "<ab@mail.example.org>"}],
        "Attachments": [{"Name": "n.txt", "Content": content, "ContentType": "text/plain", "ContentLength": 4_000_000}],
    }
    return json.dumps(about | changes)


def test_a_provider_hands_on_a_mail_with_its_files_once(hook, client):
    for _twice in range(2):
        assert client.post(hook, postmark(), content_type="application/json").status_code == 200
    row = Incoming.objects.get()
    assert (row.to, row.sender, row.message_id) == (TO, "ann@cxpa.example", "<ab@mail.example.org>")
    assert row.size > 4_000_000


@pytest.mark.parametrize(
    ("secret", "provider"), [("wrong", "postmark"), ("a-long-secret", "sendgrid"), ("a-long-secret", "nobody")]
)
def test_nobody_else_hands_on_anything(secret, provider, hook, client):
    url = reverse("mail:incoming", args=[secret, provider])
    assert client.post(url, postmark(), content_type="application/json").status_code == 404
    assert client.get(hook).status_code == 405
    assert client.head(hook).status_code == 200
    assert not Incoming.objects.exists()


def test_without_a_secret_there_is_no_such_address(hook, client, settings):
    settings.MAIL_IN_SECRET = ""
    assert client.post(hook, postmark(), content_type="application/json").status_code == 404


def test_a_provider_is_not_told_that_it_was_kept_when_it_was_not(hook, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(arriving, "_keep", lambda *about, **more: (_ for _ in ()).throw(OSError))
    assert client.post(hook, postmark(), content_type="application/json").status_code == 500


def pipe(monkeypatch, raw):
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(raw)}))


def test_a_mail_server_hands_one_to_a_pipe(monkeypatch, raw_mail):
    pipe(monkeypatch, raw_mail("ann@cxpa.example", "somebody@else.example", "Hello."))
    call_command("receive_mail", "--to", TO)
    assert Incoming.objects.get().to == TO


def test_what_could_not_be_kept_is_handed_back_to_be_sent_again(monkeypatch, raw_mail, settings):
    settings.MAIL_IN_HOST = ""
    pipe(monkeypatch, raw_mail("ann@cxpa.example", TO, "Hello."))
    with pytest.raises(CommandError) as error:
        call_command("receive_mail")
    assert error.value.returncode == 75

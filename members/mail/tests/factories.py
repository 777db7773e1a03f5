"""Sections of the digest that say what a test wants, and what a section says to one person."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from members.mail import sections
from members.mail.readers import Edition, Reader, Readers
from members.mail.rounds import zone_of


@pytest.fixture
def tell_in_digest(monkeypatch):
    """`tell_in_digest(name, *items, **about)`: a section of the digest; as long as this is asked for, those of the
    rooms are silent. In place of items, a callable says them of (person, since, until), and an exception is raised."""
    monkeypatch.setattr(sections, "_sections", {})

    def tell(name, *items, heading="News", **about):
        def say(readers, now):
            return {reader.pk: say_to(reader) for reader in readers}

        def say_to(reader):
            if items and isinstance(items[0], Exception):
                raise items[0]
            is_asked = items and callable(items[0])
            return items[0](reader.person, reader.since, reader.until) if is_asked else list(items)

        sections.register(name, heading=heading, items=say, **about)

    return tell


@pytest.fixture
def make_readers():
    """`make_readers(*people, since=, until=)`: a batch of Readers; by default of the last week."""

    def make(*people, since=None, until=None):
        until = until or timezone.now() + timedelta(seconds=1)
        since = since or until - timedelta(days=7)
        readers = [Reader(person, since, until, zone_of(person)) for person in people]
        return Readers(readers, Edition(until, since))

    return make


@pytest.fixture
def told_in_digest(make_readers):
    """`told_in_digest(section, person, since=, until=)`: the Items that a section of the digest has for one person."""

    def ask(section, person, **about):
        person.__dict__.pop("_my_groups", None)
        readers = make_readers(person, **about)
        return list(section(readers, readers.edition.now).get(person.pk, ()))

    return ask


@pytest.fixture
def takes_mail(settings):
    """The portal takes mail."""
    settings.MAIL_IN_HOST = "in.cxpa.example"


@pytest.fixture
def raw_mail():
    """`raw_mail(person, to, text, subject=…, files=[(name, bytes)], **headers)`: the bytes of a mail that somebody
    sends, with a Message-ID of its own."""
    count = iter(range(10_000))

    def make(person, to, text, *, subject="Re: What you wrote", files=(), **headers):
        message = EmailMessage()
        message["From"] = headers.pop("sender", getattr(person, "email", person))
        message["To"] = to
        message["Subject"] = subject
        message["Message-ID"] = headers.pop("message_id", f"<{next(count)}@mail.example.org>")
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        for name, body in files:
            message.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
        return message.as_bytes()

    return make


@pytest.fixture
def write_by_mail(takes_mail, raw_mail):
    """`write_by_mail(person, to, text, …)`: a mail comes in and is worked through; returns its Incoming."""
    from members.mail.incoming.arriving import arrive
    from members.mail.incoming.taking import work_through
    from members.mail.models import Incoming

    def write(person, to, text, **about):
        arrive(raw_mail(person, to, text, **about), source="test")
        work_through()
        return Incoming.objects.order_by("-pk").first()

    return write

"""A sample as it would leave: rendered by the templates, with the headers and parts that delivery gives it."""

import json
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.contrib.auth import get_user_model
from django.utils import timezone, translation

from ..models import Mail
from ..rounds import zone_of
from ..writing import message_of
from .samples import Sample, Written

NAME, ADDRESS = "Ann Okafor", "ann@cxpa.example"


@dataclass(frozen=True, eq=False)
class Letter:
    sample: Sample
    mail: Mail  # in no table
    message: EmailMessage  # as a mail program parses what arrived

    @property
    def subject(self):
        return self.mail.subject

    @property
    def headers(self):
        return list(self.message.items())

    @property
    def enclosed(self):
        """(name, type) of the files that go with it."""
        return [(part.get_filename(), part.get_content_type()) for part in self.message.iter_attachments()]


def reader(language, time_zone="UTC"):
    """Whom the samples are written to: somebody who stands in no table, so that no link in them changes anything."""
    person = get_user_model()(pk=0, name=NAME, email=ADDRESS, time_zone=time_zone)
    person.language = language
    return person


def write(sample, *, language=None, time_zone="UTC", with_papers=True):
    """The Letter of a Sample, for a reader of that language and zone. Nothing is kept.

    Setting papers takes long: where many letters are listed they go without.
    """
    language = language or translation.get_language()
    person = reader(language, time_zone)
    with translation.override(language), timezone.override(zone_of(person)):
        told = sample.tells(person)
        mail = Mail(kind=sample.kind, key=f"sample:{sample.name}:to:0", to=person, address=person.email)
        if isinstance(told, Written):
            mail.subject, mail.text, mail.html = told.subject, told.text, told.html
        else:
            # Through JSON, as a row of the outbox goes: what does not survive that must show here.
            mail.context = json.loads(json.dumps(told))
            mail.write()
        source = message_of(mail, enclose=sample.encloses if with_papers else _nothing).message().as_bytes()
    return Letter(sample, mail, message_from_bytes(source, policy=policy.default))


def _nothing(context):
    return []

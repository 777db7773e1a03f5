"""The samples: each room keeps those of its letters in its file `mail_samples.py`, beside its kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from members.days import in_words

_samples = {}


@dataclass(frozen=True)
class Written:
    """A letter that its room writes itself, as `outbox.send_rendered` takes it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Sample:
    kind: str
    number: int  # among those of the kind, from 1: its place in the gallery
    tells: Callable  # of the Person who reads; the letter's context as its room gives it, or a Written
    label: str  # what is special about it, where a kind has several
    encloses: Callable | None  # of the context; the MIME parts, where the kind's own would look for a row

    @property
    def name(self):
        return f"{self.kind}/{self.number}"


def register(kind, tells, *, label="", encloses=None):
    """Add a sample to those of `kind`."""
    known = _samples.setdefault(kind, [])
    known.append(Sample(kind, len(known) + 1, tells, label, encloses))


def samples_of(kind):
    """The samples of the kind called `kind`, the usual one first."""
    return all_samples().get(kind, [])


def all_samples():
    """{name of a kind: its Samples}. The files are read at the first use: no request but those of the gallery pays."""
    if not _samples:
        autodiscover_modules("mail_samples")
    return _samples


def day(number):
    """The day `number` days from today, in words, as letters have it."""
    return in_words(timezone.localdate() + timedelta(days=number))

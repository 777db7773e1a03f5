"""Who gets digests in these tests, and those they got."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from cxpa_portal.digest.kinds import KIND
from cxpa_portal.digest.tasks import write_due
from members.mail.models import DigestSchedule, Mail

from .weeks import MONDAY


@pytest.fixture
def letters(mails):
    return lambda **about: mails(kind=KIND, **about)


@pytest.fixture
def reader(ann, clock):
    """Ann lives in Zurich, and it is the Thursday before the first Monday; her schedule is there."""
    clock(MONDAY - timedelta(days=4))
    ann.time_zone = "Europe/Zurich"
    ann.save(update_fields=["time_zone"])
    write_due()
    return ann


@pytest.fixture
def letter_of(clock):
    """`letter_of(person)`: the letter they are written at their next hour, as a Mail; None where there is none."""

    def write(person):
        write_due()
        theirs = Mail.objects.filter(kind=KIND, to=person)
        before = set(theirs.values_list("pk", flat=True))
        clock(DigestSchedule.objects.get(person=person).due_at + timedelta(minutes=1))
        write_due()
        return theirs.exclude(pk__in=before).first()

    return write


@pytest.fixture
def make_people(make_person):
    """`make_people(count, **changes)`: so many more, each with an address they confirmed."""

    def make(count, **changes):
        people = [make_person(**changes) for _ in range(count)]
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
        )
        return people

    return make

"""The letters that ten people of the demo community get on one Monday: read by somebody, found good, and kept.

When they change on purpose, write them anew with GOLDEN_LETTERS=write in the environment, and read what changed.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth import get_user_model

from cxpa_portal.demo.cast import address_of
from cxpa_portal.digest import letters
from cxpa_portal.digest.kinds import KIND
from members.mail.gathering import gather
from members.mail.models import DigestSchedule, Mail

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).parent
PEOPLE = ["ann", "cleo", "bob", "eli", "hana", "olga", "maya", "rex", "dora", "carol"]


def written(key, now):
    """The letter of one of the cast, as a mail program without pictures shows it; "" where none comes."""
    person = get_user_model().objects.get(email=address_of(key))
    schedule = DigestSchedule.planned_for(person, now - timedelta(days=7))
    schedule.is_quiet = False
    gathered = gather(person, now - timedelta(days=7), now)
    assert gathered.left_out == []
    if not gathered.lines:
        return ""
    _person, _key, context = letters.digest(schedule, gathered, now)
    mail = Mail(kind=KIND, to=person, address=person.email, context=context)
    mail.write()
    return _steady(f"Subject: {mail.subject}\n\n{mail.text}")


def _steady(text):
    """Without what depends on which rows a database has held before, and on its secret."""
    text = re.sub(r"(/mail/\w+(?:/\w+)?)/[\w:-]{30,}/", r"\1/…/", text)
    return re.sub(r"(?<=/)\d+(?=/)", "…", text)


@pytest.mark.parametrize("key", PEOPLE)
def test_the_letter_is_the_one_that_was_found_good(key, monday):
    with time_machine.travel(monday):
        letter = written(key, monday)
    kept = KEPT / f"{key}.txt"
    if os.environ.get("GOLDEN_LETTERS") == "write":
        kept.write_text(letter)
    assert letter == kept.read_text()

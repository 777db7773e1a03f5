"""Three letters to somebody who does not come; then we ask, once, and stop."""

import pytest
from django.utils import timezone

from cxpa_portal.digest.kinds import ASKED
from cxpa_portal.digest.tasks import write_due
from forums.reading.models import LastVisit

from .weeks import MONDAY, WEEK, news

pytestmark = pytest.mark.django_db


@pytest.fixture
def weeks(reader, clock, tell_in_digest):
    numbers = iter(range(1000))
    tell_in_digest("sample", lambda person, since, until: [news(next(numbers))])
    passed = iter(range(1000))

    def go(count):
        for _week in range(count):
            clock(MONDAY + next(passed) * WEEK)
            write_due()

    return go


def test_after_three_letters_it_asks_and_stops(reader, letters, mails, weeks):
    weeks(8)
    assert len(letters()) == 3
    [asked] = mails(kind=ASKED)
    asked.write()
    assert "shall we go on writing to you?" in asked.subject
    assert all(letter.context["is_quiet"] for letter in letters())


def test_who_comes_back_gets_letters_again(reader, letters, weeks):
    weeks(5)
    LastVisit.objects.create(person=reader, at=timezone.now())
    weeks(2)
    assert len(letters()) == 5
    assert not letters()[-1].context["is_quiet"]


def test_who_presses_the_button_of_the_letter_does_too(reader, letters, mails, weeks, client):
    weeks(5)
    page = mails(kind=ASKED)[0].context["url"]
    assert "Shall we go on writing to you?" in client.get(page).content.decode()
    weeks(1)
    assert len(letters()) == 3, "a look changes nothing: scanners follow links"
    for _press in range(2):
        assert "goes on" in client.post(page, follow=True).content.decode()
    weeks(1)
    assert len(letters()) == 4


def test_who_is_here_each_week_is_never_asked(reader, letters, mails, weeks):
    for _week in range(8):
        LastVisit.objects.update_or_create(person=reader, defaults={"at": timezone.now()})
        weeks(1)
    assert (len(letters()), mails(kind=ASKED)) == (8, [])

"""Two windows of one applicant at the same moment, on real connections: each first without its lock, as a control."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from certification.applications.models import Application, NotNow

pytestmark = pytest.mark.django_db(transaction=True)


def twice(act):
    """Do it in two windows at once; returns what came of each, by name."""

    def run(_window):
        try:
            act()
        except (NotNow, IntegrityError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(run, range(2)))


def test_sent_from_two_windows_it_is_sent_and_billed_once(ann, make_person, make_application, monkeypatch):
    """The control: both windows read a draft before either sends it, and only the database stops one. On a busy machine
    the first may be through before the second goes on, so it has several goes."""
    together = Barrier(2, timeout=10)

    def read_without_holding(self):
        self.refresh_from_db()
        self._forget()
        together.wait()

    def send(person):
        return lambda: Application.objects.get(person=person).submit(by=person)

    raced = []
    with monkeypatch.context() as without_lock:
        without_lock.setattr(Application, "_hold", read_without_holding)
        while len(raced) < 10 and ["IntegrityError", "done"] not in raced:
            make_application(person=(other := make_person()))
            raced.append(twice(send(other)))
    assert ["IntegrityError", "done"] in raced, "without a race what follows would prove nothing"
    application = make_application(person=ann)
    assert twice(send(ann)) == ["done", "done"], "who comes second finds it sent"
    assert (application.submissions.count(), ann.invoices.count()) == (1, 1)


def test_begun_in_two_windows_it_is_one_draft(ann, framework, rules):
    together = Barrier(2, timeout=10)

    def begin_naively():
        assert Application.objects.open_of(ann) is None
        together.wait()
        Application.objects.create(person=ann, framework=framework, rules=rules)

    assert twice(begin_naively) == ["IntegrityError", "done"], "the control"
    Application.objects.all().delete()
    assert twice(lambda: Application.start(ann)) == ["done", "done"]
    assert Application.objects.count() == 1

"""Digests for thousands: beside the rate at which the same worker merely writes and sends a letter of that size."""

import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from . import servers
from .results import Row, is_wanted

NAMES = ["digest.ratio", "digest.queries_per_person", "digest.memory"]
PEOPLE, FEW = 5_000, 500
WEEK_OF = timedelta(days=4 * 365)  # after the measured community began: in the midst of its talk


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(name, only) for name in NAMES)


def rows(only, environment):
    """Measure what `only` asks for."""
    from . import community, digest_people

    now = community.BEGAN + WEEK_OF
    digest_people.forget()
    digest_people.make(PEOPLE, now)
    try:
        if is_wanted("digest.ratio", only) or is_wanted("digest.queries_per_person", only):
            yield from (row for row in _written_and_sent(now) if is_wanted(row.name, only))
        if is_wanted("digest.memory", only):
            yield _memory(environment)
    finally:
        digest_people.forget()


def _written_and_sent(now):
    from cxpa_portal.digest.kinds import KIND
    from cxpa_portal.digest.writing import write_due
    from members.mail.delivery import deliver_due
    from members.mail.models import Mail
    from members.mail.outbox import send_to_many

    from . import digest_people
    from .mail import _counter, _sending_to

    ours, bare, queries, items = [], [], [], []
    people = list(digest_people.all_of_them())
    with _counter() as port, _sending_to(port):
        for _pair in range(2):
            digest_people.make_due(PEOPLE, now)
            began = time.perf_counter()
            count = write_due(now)
            written = time.perf_counter() - began
            taken = _deliver(deliver_due, Mail)
            ours.append(written + taken)
            letters = list(Mail.objects.filter(kind=KIND).order_by("pk").values_list("context", "html"))
            if count < PEOPLE * 0.8 or len(letters) != count:
                raise SystemExit(f"{count} digests of {PEOPLE} were written, so the figure would mean nothing.")
            items.append(statistics.mean(sum(len(each["items"]) for each in one["sections"]) for one, _html in letters))
            typical = sorted(letters, key=lambda each: len(each[1]))[len(letters) // 2][0]
            digest_people.forget_letters()
            send_to_many(KIND, people=people[:count], key="bench:fixed", **typical)
            bare.append(_deliver(deliver_due, Mail))
        digest_people.make_due(PEOPLE, now)
        with CaptureQueriesContext(connection) as asked:
            write_due(now)
        queries = len(asked)
    ratio = statistics.median(fixed / whole for fixed, whole in zip(bare, ours, strict=True))
    rate = PEOPLE / statistics.median(ours)
    note = f"{rate:.0f} people/s, {items[0]:.0f} lines a letter; fixed letters {count / statistics.median(bare):.0f}/s"
    yield Row("digest.ratio", round(ratio, 3), "× fixed letters", at_least=0.40, note=note)
    each = round(queries / PEOPLE, 4)
    yield Row("digest.queries_per_person", each, "queries", at_most=0.05, note=f"{queries} for {PEOPLE}")


def _deliver(deliver_due, mail):
    """Seconds until every letter that waits has left."""
    mail.objects.filter(state="queued").update(due_at=timezone.now() - timedelta(seconds=1))
    began = time.perf_counter()
    deliver_due()
    took = time.perf_counter() - began
    if left := mail.objects.filter(state="queued").count():
        raise SystemExit(f"{left} letters did not leave, so the figure would mean nothing.")
    return took


def _memory(environment):
    """How much more memory a worker needs for ten times as many people, each in a process of its own."""
    few, many = (_peak(count, environment) for count in (FEW, PEOPLE))
    note = f"{few} MB for {FEW} people, {many} MB for {PEOPLE}"
    return Row("digest.memory", round(many / few, 2), f"× of {FEW}", at_most=1.25, note=note)


def _peak(count, environment):
    command = [sys.executable, "-m", "bench.digest", f"{count}"]
    said = subprocess.run(command, cwd=servers.ROOT, env=os.environ | environment, check=True, capture_output=True)
    return int(said.stdout)


def main(count):
    """Write the digests of so many, and say how many MB that took at most."""
    import django

    django.setup()
    from cxpa_portal.digest.writing import write_due

    from . import community, digest_people

    now = community.BEGAN + WEEK_OF
    digest_people.make_due(count, now)
    write_due(now)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]))

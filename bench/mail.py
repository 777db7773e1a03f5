"""Mail, beside what it stands on: a bare smtplib loop, and a bare bulk insert."""

import multiprocessing
import smtplib
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connections, transaction
from django.test.utils import override_settings
from django.utils import timezone

from members.accounts.models import Person
from members.mail.delivery import deliver_due
from members.mail.gallery.samples import samples_of
from members.mail.models import Mail
from members.mail.outbox import send_to_many
from members.mail.writing import message_of

from . import servers
from .results import Row, is_wanted

NAMES = ["mail.send_ratio", "mail.queue_ratio"]
KINDS = [
    "forums/playbooks/due",
    "forums/soundings/closed",
    "members/membership/ending",
    "certification/renewal/reminder",
]
POSTED = "forums/reading/posted"  # what goes to hundreds at once
LETTERS, ROWS = 1_000, 1_000
PROCESSES = 2  # of the worker, as `make up` starts it: one calls the other when many letters wait
FORK = multiprocessing.get_context("fork")
DOMAIN = "bench.example"


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(name, only) for name in NAMES)


def rows(only, pairs):
    """Measure what `only` asks for, in pairs that take turns."""
    people = _people(ROWS)
    try:
        if is_wanted("mail.send_ratio", only):
            yield _send_ratio(people[:LETTERS], pairs)
        if is_wanted("mail.queue_ratio", only):
            yield _queue_ratio(people, pairs)
    finally:
        Mail.objects.filter(key__startswith="bench:").delete()
        Person.objects.filter(email__endswith=f"@{DOMAIN}").delete()


def _send_ratio(people, pairs):
    """As the worker sends, in both its processes, beside the same letters written by Django and given to smtplib in a
    loop; in the note, ours over one connection, and the loop with the bytes ready beforehand."""
    rates = {"alone": [], "ours": [], "bare": [], "ready": []}
    with _counter() as port, _sending_to(port):
        for number in range(pairs + 1):
            found = {"alone": _deliver(people, f"{number}:alone", _deliver_alone)}
            found["ours"] = _deliver(people, f"{number}", _deliver_as_worker)
            messages = [_as_django_has_it(mail) for mail in Mail.objects.filter(key__startswith=f"bench:{number}:to:")]
            found["bare"] = _bare_loop(port, messages, lambda message: message.message().as_bytes(linesep="\r\n"))
            ready = {id(message): message.message().as_bytes(linesep="\r\n") for message in messages}
            found["ready"] = _bare_loop(port, messages, lambda message, ready=ready: ready[id(message)])
            Mail.objects.filter(key__startswith="bench:").delete()  # before they are a burst that the brake stops
            if number:  # the first fills caches and warms all of them
                for name, seconds in found.items():
                    rates[name].append(len(people) / seconds)
    ratio = statistics.median(mine / theirs for mine, theirs in zip(rates["ours"], rates["bare"], strict=True))
    alone, ours, bare, ready = (statistics.median(rates[name]) for name in rates)
    note = (
        f"{ours:.0f} of {bare:.0f} letters/s, asked about, written and accounted for, by {PROCESSES} processes with "
        f"{settings.MAIL_LINES} connections each; {alone:.0f} by one over one; smtplib alone gives {ready:.0f}, were "
        "they all written beforehand"
    )
    return Row("mail.send_ratio", round(ratio, 3), "× smtplib", at_least=0.70, note=note)


def _deliver(people, name, send):
    """Seconds in which `send()` sends a letter to each of `people`."""
    _ask(people, f"bench:{name}")
    began = time.perf_counter()
    send()
    took = time.perf_counter() - began
    sent = Mail.objects.filter(key__startswith=f"bench:{name}:to:", state=Mail.SENT).count()
    if sent != len(people):
        raise SystemExit(f"{sent} of {len(people)} letters left, so the figure would mean nothing.")
    return took


def _deliver_alone():
    deliver_due()


def _deliver_as_worker():
    """In processes that know by now what this one knows, each with connections of its own."""
    connections.close_all()
    lines = {"lines": settings.MAIL_LINES}
    processes = [FORK.Process(target=deliver_due, kwargs=lines) for _number in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def _as_django_has_it(mail):
    """The same letter without anything of ours."""
    ours = message_of(mail)
    return EmailMultiAlternatives(
        ours.subject, ours.body, ours.from_email, ours.to, headers=ours.extra_headers, alternatives=ours.alternatives
    )


def _bare_loop(port, messages, bytes_of):
    """Seconds for the same letters, one after the other over one connection, and nothing else."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    began = time.perf_counter()
    with smtplib.SMTP(servers.HOST, port) as connection:
        for message in messages:
            connection.sendmail(sender, message.to, bytes_of(message))
    return time.perf_counter() - began


def _queue_ratio(people, pairs):
    kind, ratios, took = POSTED, [], []
    context = samples_of(kind)[0].tells(people[0])
    for number in range(pairs + 1):
        began = time.perf_counter()
        with transaction.atomic():
            send_to_many(kind, people=people, key=f"bench:queue:{number}", **context)
        ours = time.perf_counter() - began
        written = list(Mail.objects.filter(key__startswith=f"bench:queue:{number}:").order_by("pk"))
        if len(written) != len(people):
            raise SystemExit(f"{len(written)} of {len(people)} rows were written, so the figure would mean nothing.")
        Mail.objects.filter(pk__in=[mail.pk for mail in written]).delete()
        for mail in written:
            mail.pk = None
        began = time.perf_counter()
        with transaction.atomic():
            Mail.objects.bulk_create(written)
        bare = time.perf_counter() - began
        Mail.objects.filter(key__startswith=f"bench:queue:{number}:").delete()
        if number:
            ratios.append(bare / ours)
            took.append(ours)
    note = f"{len(people)} letters in {statistics.median(took) * 1000:.0f} ms, choices of their readers asked for"
    return Row("mail.queue_ratio", round(statistics.median(ratios), 3), "× bulk insert", at_least=0.5, note=note)


def _ask(people, key):
    for number, kind in enumerate(KINDS):
        some = people[number :: len(KINDS)]
        send_to_many(kind, people=some, key=key, **samples_of(kind)[0].tells(some[0]))
    Mail.objects.filter(key__startswith=f"{key}:").update(due_at=timezone.now() - timedelta(seconds=1))


def _people(count):
    about = {"member_until": timezone.now() + timedelta(days=90), "time_zone": "Europe/Zurich"}
    Person.objects.filter(email__endswith=f"@{DOMAIN}").delete()
    Person.objects.bulk_create(
        Person(email=f"reader{number}@{DOMAIN}", name=f"Reader {number}", **about) for number in range(count)
    )
    return list(Person.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"))


@contextmanager
def _counter():
    """The counting server, in a process of its own; yields its port."""
    port = servers.free_port()
    command = [sys.executable, "-m", "bench.mail_counter", f"{port}"]
    with servers.process(command, {}, servers.VAR / "bench" / "counter.log"):
        until = time.monotonic() + servers.PATIENCE
        while True:
            try:
                smtplib.SMTP(servers.HOST, port).quit()
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                break
        yield port


@contextmanager
def _sending_to(port):
    """Letters go there, and none waits because of another figure's."""
    changed = {"EMAIL_HOST": servers.HOST, "EMAIL_PORT": port, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}
    changed |= {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "MAIL_CATCH_UP_PER_MINUTE": 10**9}
    with override_settings(**changed):
        if port != settings.EMAIL_PORT:
            raise SystemExit("The letters would go to another server.")
        yield

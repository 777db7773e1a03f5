"""Asking for letters. Rows are written in the caller's transaction; a worker delivers them after the commit."""

from celery import current_app
from django.db import transaction
from django.utils import timezone

from .kinds import kind_named
from .models import Mail
from .preferences import arrangements, make_way


def send(kind, *, to, key, about=None, private=False, **context):
    """Ask for one letter of `kind` to the Person `to`; see `send_to_many`."""
    send_to_many(kind, people=[to], key=key, about=about, private=private, **context)


def send_to_many(kind, *, people, key, about=None, private=False, **context):
    """Ask for a letter of `kind` to each of `people`.

    `key` names the news ("post:7"); with the person it is unique, so asking twice sends once.
    `context` must be JSON: the letter is written from it when it is sent. `about` is the sights.Thing it tells of: of
    news each person gets one letter, whatever the reasons. Who chose another way for this kind gets a row that says
    so, withheld. `private` keeps from staff what it is about: that it went to somebody would tell too much.
    """
    known = kind_named(kind)
    arranged = arrangements(known, people, timezone.now(), about)
    if about and known.strength:
        make_way(known, about, [person for person in people if "state" not in arranged[person.pk]])
    _queue(
        Mail(
            kind=kind,
            key=f"{key}:to:{person.pk}",
            to=person,
            address=person.email,
            context=context,
            priority=known.priority,
            is_private=private,
            **arranged[person.pk],
        )
        for person in people
    )


def send_each(kind, *, letters):
    """Ask for letters of `kind` that each tell something else: `letters` are (Person, key, context), see
    `send_to_many`. As many queries as for one."""
    known, letters = kind_named(kind), list(letters)
    if not letters:
        return
    arranged = arrangements(known, [person for person, _key, _context in letters], timezone.now())
    _queue(
        Mail(
            kind=kind,
            key=f"{key}:to:{person.pk}",
            to=person,
            address=person.email,
            context=context,
            priority=known.priority,
            **arranged[person.pk],
        )
        for person, key, context in letters
    )


def send_rendered(kind, *, key, to, address, subject, text, html):
    """Ask for one letter that somebody else has written already (allauth's)."""
    _queue(
        [
            Mail(
                kind=kind,
                key=key,
                to=to,
                address=address,
                subject=subject,
                text=text,
                html=html,
                priority=kind_named(kind).priority,
            )
        ]
    )


def _queue(mails):
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    # Once a transaction: a thousand letters need one worker, not a thousand calls.
    if _wake_a_worker not in [do for _savepoints, do, _robust in transaction.get_connection().run_on_commit]:
        # Robust: with the broker down the row waits for the sweep, and the page goes on.
        transaction.on_commit(_wake_a_worker, robust=True)


def _wake_a_worker():
    current_app.send_task("members.mail.tasks.sweep")

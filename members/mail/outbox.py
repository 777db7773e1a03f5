"""Asking for letters. Rows are written in the caller's transaction; a worker delivers them after the commit."""

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _

from .kinds import kind_named
from .models import Mail, Stop


def send(kind, *, to, key, **context):
    """Ask for one letter of `kind` to the Person `to`; see `send_to_many`."""
    send_to_many(kind, people=[to], key=key, **context)


def send_to_many(kind, *, people, key, private=False, **context):
    """Ask for a letter of `kind` to each of `people`.

    `key` names the news ("post:7"); with the person it is unique, so asking twice sends once.
    `context` must be JSON: the letter is written from it when it is sent. Who stopped this kind gets
    a row that says so, withheld. `private` keeps from staff what it is about: that it went to somebody would tell too
    much.
    """
    about = kind_named(kind)
    stopped = set()
    if not about.is_required:
        stopped = set(Stop.objects.filter(kind=kind, person__in=people).values_list("person_id", flat=True))
    _queue(
        Mail(
            kind=kind,
            key=f"{key}:to:{person.pk}",
            to=person,
            address=person.email,
            context=context,
            priority=about.priority,
            is_private=private,
            **({"state": Mail.WITHHELD, "reason": _("Stopped by the person.")} if person.pk in stopped else {}),
        )
        for person in people
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

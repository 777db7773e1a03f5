"""Asking for letters. Rows are written in the caller's transaction; a worker delivers them after the commit."""

import json
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from .kinds import kind_named
from .models import Mail
from .preferences import arrangements, make_way
from .sights import Thing
from .waking import wake_after_commit

SWEEP = "members.mail.tasks.sweep"


@dataclass(frozen=True)
class News:
    """One letter to each of `people`; see `send_to_many`."""

    people: list
    key: str
    context: dict
    about: Thing | None = None
    private: bool = False
    each: dict = field(default_factory=dict)


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
    send_news(kind, [News(list(people), key, context, about, private)])


def send_each(kind, *, letters):
    """Ask for letters of `kind` that each tell something else: `letters` are (Person, key, context), see
    `send_to_many`."""
    send_news(kind, [News([person], key, context) for person, key, context in letters])


def send_news(kind, news):
    """Ask for the letters of several News of one kind: as many queries as for one. `each` of a News is {person.pk:
    context}, what it tells one of its people besides."""
    known, now = kind_named(kind), timezone.now()
    everybody = {person.pk: person for each in news for person in each.people}
    if not everybody:
        return
    arranged = arrangements(known, list(everybody.values()), now)
    rows = []
    for place, each in enumerate(news, 1):
        going = [person for person in each.people if arranged[person.pk].state == Mail.QUEUED]
        if each.about and known.strength:
            make_way(known, each.about, going)
        rows += [_row(place, each, person, arranged[person.pk], known) for person in each.people]
    _write(known, news, rows, now)
    wake_after_commit(SWEEP)


def send_rendered(kind, *, key, to, address, subject, text, html):
    """Ask for one letter that somebody else has written already (allauth's)."""
    mail = Mail(
        kind=kind,
        key=key,
        to=to,
        address=address,
        subject=subject,
        text=text,
        html=html,
        priority=kind_named(kind).priority,
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    wake_after_commit(SWEEP)


# What many letters tell is sent to the database once, however many they are.
_WRITE = """
    INSERT INTO mail_mail (kind, priority, key, to_id, address, context, is_private, thing, thing_id, thing_number,
                           is_news, for_digest, state, reason, due_at, created_at, subject, text, html, attempts)
    SELECT %(kind)s, %(priority)s, key, to_id, address, (%(contexts)s::jsonb[])[place] || more, is_private, thing,
           thing_id, thing_number, is_news, for_digest, state, reason, due_at, %(now)s, '', '', '', 0
      FROM unnest(%(place)s::int[], %(more)s::jsonb[], %(key)s::text[], %(to_id)s::bigint[], %(address)s::text[],
                  %(is_private)s::bool[], %(thing)s::text[], %(thing_id)s::bigint[], %(thing_number)s::int[],
                  %(is_news)s::bool[], %(for_digest)s::bool[], %(state)s::text[], %(reason)s::text[],
                  %(due_at)s::timestamptz[])
           AS row (place, more, key, to_id, address, is_private, thing, thing_id, thing_number, is_news, for_digest,
                   state, reason, due_at)
    ON CONFLICT DO NOTHING
"""


def _row(place, news, person, arranged, kind):
    """The columns of one letter: of the News at this `place`."""
    about = news.about or Thing("", None)
    return {
        "place": place,
        "more": json.dumps(news.each.get(person.pk, {})),
        "key": f"{news.key}:to:{person.pk}",
        "to_id": person.pk,
        "address": person.email,
        "is_private": news.private,
        "thing": about.thing,
        "thing_id": about.pk,
        "thing_number": about.number,
        # Only what leaves takes the one place of the news: who refuses one kind may hear of it by another.
        "is_news": bool(news.about) and kind.is_news and arranged.state == Mail.QUEUED,
        "for_digest": arranged.for_digest,
        "state": arranged.state,
        "reason": arranged.reason,
        "due_at": arranged.due_at,
    }


def _write(kind, news, rows, now):
    told = {"kind": kind.name, "priority": kind.priority, "now": now}
    told["contexts"] = [json.dumps(each.context) for each in news]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, told | {column: [row[column] for row in rows] for column in rows[0]})

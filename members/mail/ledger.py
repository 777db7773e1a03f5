"""What is written of letters while they are sent: that they begin, where the worker is, and what became of them.

Letters begin by the handful, in one statement that is on the disk before the mail server hears of any. Before each is
given, its place is noted in a table that no disk waits for (models/handfuls.py): so of a worker that is killed one
letter alone is in doubt, and of a database that crashed one handful. See docs/decisions/0015.
"""

import time
import uuid

from django.db import InterfaceError, OperationalError, connection

HANDFUL = 10  # letters in doubt, for each connection to the mail server, when the database itself crashes
PATIENCE = [0.2, 0.5, 1, 2, 4, 8, 15]  # seconds between tries while the database is away


class Ledger:
    """Writes for one worker and one connection. What became of a handful goes with the beginning of the next."""

    def __init__(self):
        self.id = uuid.uuid4()
        self._begun, self._at = [], 0
        self._sent = []  # (mail, Outcome), yet to be written

    def begin(self, mails, now, *, new_texts=()):
        """Say that `mails` are on their way; returns those that are still ours to send, in their order.

        `new_texts`: those whose words are to be kept with it.
        """
        if self._begun[self._at :]:
            self.close()
        begun = _patiently(begin, self.id, mails, now, new_texts=new_texts, sent=self._sent)
        self._begun, self._at, self._sent = begun, 0, []
        return list(begun)

    def reach(self, mail):
        """Note that `mail` is the one that is given to the server now. False where it was taken from us, because we
        were given up or the database lost its notes, or where its kind was stopped: then it must not be given."""
        at = self._begun.index(mail) + 1
        if not _patiently(reach, self.id, at, mail):
            return False
        self._at = at
        return True

    def note(self, mail, outcome):
        """What became of `mail`. That it was sent is written with the others; all else at once."""
        if outcome.state == "sent":
            self._sent.append((mail, outcome))
        else:
            _patiently(settle, mail, outcome)

    def close(self):
        """Write what is left to write, and let go of letters that were begun and never given."""
        if self._begun or self._sent:
            _patiently(end, self.id, self._sent, self._begun[self._at :])
        self._begun, self._at, self._sent = [], 0, []


def _patiently(write, *args, **options):
    """`write(…)`, again where the database was away for a moment: a letter that was sent must not be forgotten.

    Each statement finds its own work when it is tried twice.
    """
    for pause in PATIENCE:
        try:
            return write(*args, **options)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(pause)
    return write(*args, **options)


def begin(handful, mails, now, *, new_texts=(), sent=()):
    """See `Ledger.begin`. One statement and one commit, in which what became of those before is written too."""
    # Asked again here: somebody may have withheld it since it was claimed, or stopped its kind. A second attempt at
    # this statement, after the connection broke, finds its own work.
    words = [(mail.subject, mail.text, mail.html) if mail in new_texts else (None, None, None) for mail in mails]
    sql = f"""
        WITH settled AS ({SENT}),
        mine AS (
            SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])
            WITH ORDINALITY AS mine (id, subject, text, html, place)),
        begun AS (
            UPDATE mail_mail SET state = 'sending', attempts = attempts + 1, claimed_at = %s,
                subject = coalesce(mine.subject, mail_mail.subject), text = coalesce(mine.text, mail_mail.text),
                html = coalesce(mine.html, mail_mail.html)
            FROM mine WHERE mail_mail.id = mine.id AND (
                (state IN ('queued', 'retrying') AND claimed_at = %s AND NOT EXISTS (
                    SELECT 1 FROM mail_kindswitch s WHERE s.kind = mail_mail.kind AND s.released_at IS NULL))
                OR (state = 'sending' AND claimed_at = %s))
            RETURNING mail_mail.id, mail_mail.attempts, mine.place),
        noted AS (
            INSERT INTO mail_handful (id, letters, at, begun_at)
            SELECT %s, array_agg(id ORDER BY place), 0, %s FROM begun HAVING count(*) > 0
            ON CONFLICT (id) DO UPDATE SET letters = excluded.letters, at = 0, begun_at = excluded.begun_at)
        SELECT id, attempts FROM begun"""
    values = [*_sent_values(sent), [mail.pk for mail in mails], *map(list, zip(*words, strict=True))]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, now, mails[0].claimed_at, now, handful, now])
        attempts = dict(cursor.fetchall())
    begun = [mail for mail in mails if mail.pk in attempts]
    for mail in begun:
        mail.state, mail.claimed_at, mail.attempts = "sending", now, attempts[mail.pk]
    return begun


def reach(handful, at, mail):
    """Note that `mail`, at place `at`, is given now; whether it may: the handful is ours, the kind not stopped."""
    sql = """
        UPDATE mail_handful SET at = %s WHERE id = %s AND begun_at = %s AND at <= %s
            AND NOT EXISTS (SELECT 1 FROM mail_kindswitch s WHERE s.kind = %s AND s.released_at IS NULL)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, handful, mail.claimed_at, at, mail.kind])
        return cursor.rowcount > 0


def settle(mail, outcome):
    """Write an Outcome that is not "sent"; whether that was still open. Only whoever began the letter writes it."""
    sql = """
        UPDATE mail_mail SET state = %s, reason = %s, due_at = coalesce(%s, due_at),
            claimed_at = CASE WHEN %s = 'retrying' THEN NULL ELSE claimed_at END, address_failed = %s
        WHERE id = %s AND state = 'sending' AND claimed_at = %s"""
    values = [outcome.state, outcome.reason, outcome.due_at, outcome.state, outcome.state == "bounced"]
    values += [mail.pk, mail.claimed_at]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount > 0


def end(handful, sent, never_given):
    """Write which were sent, put those that were never given back in their line, and forget the handful."""
    sql = f"""
        WITH settled AS ({SENT}),
        back AS (
            UPDATE mail_mail SET attempts = attempts - 1, claimed_at = NULL,
                state = CASE WHEN attempts > 1 THEN 'retrying' ELSE 'queued' END
            WHERE id = ANY(%s::bigint[]) AND state = 'sending' AND claimed_at = %s)
        DELETE FROM mail_handful WHERE id = %s"""
    claimed_at = never_given[0].claimed_at if never_given else None
    values = [*_sent_values(sent), [mail.pk for mail in never_given], claimed_at, handful]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# That a letter was taken counts also where we were given up since and it was put back in the line, as long as nobody
# has begun it again.
SENT = """
    UPDATE mail_mail SET state = 'sent', reason = '', sent_at = told.sent_at, provider_id = told.provider_id
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[])
        AS told (id, begun_at, sent_at, provider_id)
    WHERE mail_mail.id = told.id AND ((state IN ('sending', 'unknown') AND claimed_at = told.begun_at)
        OR (state = 'retrying' AND claimed_at IS NULL))"""


def _sent_values(sent):
    return [
        [mail.pk for mail, _outcome in sent],
        [mail.claimed_at for mail, _outcome in sent],
        [outcome.sent_at for _mail, outcome in sent],
        [outcome.provider_id for _mail, outcome in sent],
    ]

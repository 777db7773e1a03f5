"""What is written of a letter while it is sent: that it begins, and what became of it. One short statement a letter."""

import time

from django.db import InterfaceError, OperationalError, connection

PATIENCE = [0.2, 0.5, 1, 2, 4, 8, 15]  # seconds between tries while the database is away


class Ledger:
    """Writes for one worker, at most one letter behind: what became of a letter goes with the beginning of the next."""

    def __init__(self):
        self._pending = None

    def begin(self, mail, now, *, text_is_new):
        """See `begin`; what is pending goes with it."""
        is_ours = _patiently(begin, mail, now, text_is_new=text_is_new, settled=self._pending)
        self._pending = None
        return is_ours

    def note(self, mail, outcome):
        """Keep what became of `mail` for the next statement."""
        self.close()
        self._pending = (mail, outcome)

    def close(self):
        """Write what is pending."""
        if self._pending:
            _patiently(settle, *self._pending)
            self._pending = None


def _patiently(write, *args, **options):
    """`write(…)`, again where the database was away for a moment: a letter that was sent must not be forgotten.

    Both statements find their own work when they are tried twice.
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


def begin(mail, now, *, text_is_new, settled=None):
    """Say that `mail` is on its way, if it is still ours to send; whether it is.

    Written just before the mail server hears of it, and committed by itself: of a worker that is killed, this one
    letter alone is in doubt. `settled`, the (mail, Outcome) of the letter before, goes with it: one statement and one
    commit for each letter, and what became of a letter is written at most one letter later.
    """
    sets = "state = 'sending', attempts = attempts + 1, claimed_at = %s"
    values = [now]
    if text_is_new:
        sets += ", subject = %s, text = %s, html = %s"
        values += [mail.subject, mail.text, mail.html]
    # Asked again here: somebody may have withheld it since it was claimed, or stopped its kind. A second attempt at
    # this statement, after the connection broke, finds its own work.
    sql = f"""
        UPDATE mail_mail SET {sets} WHERE id = %s AND (
            (state IN ('queued', 'retrying') AND claimed_at = %s AND NOT EXISTS (
                SELECT 1 FROM mail_kindswitch s WHERE s.kind = mail_mail.kind AND s.released_at IS NULL))
            OR (state = 'sending' AND claimed_at = %s))
        RETURNING attempts"""
    values += [mail.pk, mail.claimed_at, now]
    if settled:
        before, told = _settlement(*settled)
        sql, values = f"WITH settled AS ({before}) {sql}", told + values
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row:
        mail.state, mail.claimed_at, mail.attempts = "sending", now, row[0]
    return row is not None


def settle(mail, outcome):
    """Write what became of a letter that was begun; whether that was still open."""
    with connection.cursor() as cursor:
        cursor.execute(*_settlement(mail, outcome))
        return cursor.rowcount > 0


def _settlement(mail, outcome):
    """The statement that writes an Outcome, and its values.

    Only whoever began the letter writes it. That it was taken counts also where another worker has given us up since
    and put it back in the line, as long as nobody has begun it again.
    """
    still = "state = 'sending' AND claimed_at = %s"
    if outcome.state == "sent":
        still = "(state IN ('sending', 'unknown') AND claimed_at = %s) OR (state = 'retrying' AND claimed_at IS NULL)"
    sql = f"""
        UPDATE mail_mail SET state = %s, reason = %s, provider_id = %s, sent_at = coalesce(%s, sent_at),
            due_at = coalesce(%s, due_at), claimed_at = CASE WHEN %s = 'retrying' THEN NULL ELSE claimed_at END
        WHERE id = %s AND ({still}) RETURNING id"""
    values = [outcome.state, outcome.reason, outcome.provider_id, outcome.sent_at, outcome.due_at]
    return sql, [*values, outcome.state, mail.pk, mail.claimed_at]

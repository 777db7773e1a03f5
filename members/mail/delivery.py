"""From the outbox to the mail server."""

import logging
import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from . import outcomes
from .answers import Answer, Means, meaning_of
from .braking import brake
from .checking import sort_out
from .ledger import HANDFUL, Ledger
from .models import Mail, Outage
from .models.bounces import Bounce
from .writing import message_of

__all__ = ["deliver_due", "message_of"]

BATCH = 50
BACKENDS = {"django.core.mail.backends.smtp.EmailBackend": "members.mail.smtp.EmailBackend"}
logger = logging.getLogger(__name__)


def deliver_due(now=None, lines=1, call=None):
    """Deliver every letter due by `now`, batch by batch. Returns how many the mail server took.

    Safe to run at the same time anywhere: each letter is claimed by one worker, and that it begins is committed
    before it is sent. While the mail server is away nothing is tried before the pause is over. Where more wait than
    one batch, up to `lines` connections take them side by side: most of a letter's time is waiting for an answer. Then
    `call()` is asked once for help: writing letters takes a processor, and a worker has as many processes.
    """
    ahead = now - timezone.now() if now else timedelta()
    clock = lambda: timezone.now() + ahead  # noqa: E731 - one line says it
    Mail.objects.settle_stuck(clock())
    if lines == 1 or not Mail.objects.due(clock()).free(clock())[BATCH : BATCH + 1]:
        return _over_one_line(clock, call)
    with ThreadPoolExecutor(lines) as side_by_side:
        return sum(side_by_side.map(_beside_others, [clock] * lines, [call] + [None] * (lines - 1)))


def _beside_others(clock, call):
    try:
        return _over_one_line(clock, call)
    finally:
        connections.close_all()  # those of this thread


def _over_one_line(clock, call=None):
    outage = Outage.objects.lasting().first()
    if outage and outage.is_pausing(clock()):
        return 0
    taken = 0
    while batch := Mail.objects.claim(clock(), BATCH):
        if call and len(batch) == BATCH:  # not before: while nothing can be claimed, help would only call for help
            call()
            call = None
        round_ = Round(batch, clock, outage)
        taken += round_.deliver()
        if round_.is_over:
            break
        outage = round_.outage
    return taken


class Round:
    """One batch, over one connection."""

    def __init__(self, batch, clock, outage):
        self.batch, self.clock, self.outage = batch, clock, outage
        self.connection, self.ledger = None, Ledger()
        self.shared = {}  # words that many get
        self.breaks = 0  # one after the other
        self.is_over = False  # the server takes nothing now: no other batch is begun

    def deliver(self):
        """Send what still is to be sent; returns how many the server took."""
        left = brake(sort_out(self.batch, self.clock()))
        taken = 0
        try:
            if left and not self._connect():
                return 0
            while left and not self.is_over:
                handful, left = left[:HANDFUL], left[HANDFUL:]
                taken += self._deliver(handful)
        finally:
            try:
                self.ledger.close()
                Mail.objects.give_back(left)
            finally:
                self._disconnect()
        return taken

    def _connect(self):
        """Open a connection; where that fails, all letters wait and none is to blame."""
        self.connection = get_connection(BACKENDS.get(settings.EMAIL_BACKEND))
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._is_away(_("The mail server could not be reached: %(why)s") % {"why": meaning_of(error).why})
            return False
        return True

    def _disconnect(self):
        if self.connection is not None:
            try:
                self.connection.close()
            except (OSError, smtplib.SMTPException):
                logger.info("The mail server hung up first", exc_info=True)

    def _is_away(self, why):
        Outage.meet(why, self.clock())
        self.is_over = True

    def _deliver(self, handful):
        new_texts = [mail for mail in handful if not mail.subject]
        messages = {mail: message for mail in handful if (message := self._written(mail))}
        if not messages:
            return 0
        taken = 0
        for mail in self.ledger.begin(list(messages), self.clock(), new_texts=new_texts):
            if self.is_over or not self.ledger.reach(mail):
                break
            taken += self._deliver_one(mail, messages[mail])
        return taken

    def _written(self, mail):
        """Its message, or None where it cannot be written: a broken template must not hold up the other letters; staff
        see it and try again once it is mended."""
        try:
            return message_of(mail, shared=self.shared)
        except Exception as error:
            logger.exception("Mail %s cannot be written", mail.pk)
            mail.failed(_("It could not be written: %(error)s") % {"error": repr(error)[:300]})
        return None

    def _deliver_one(self, mail, message):
        answer = self._give(message)
        if self.outage and (answer is None or answer.is_of_the_letter):
            # Not when it lets us in: a server in trouble often does that much.
            self.outage.end(self.clock())
            self.outage = None
        if answer is None:
            self.breaks = 0
            self.ledger.note(mail, outcomes.sent(self.clock(), _provider_id(message)))
            return 1
        self._note(mail, answer)
        return 0

    def _give(self, message):
        """None when the server took it, else its Answer."""
        try:
            self.connection.send_messages([message])
        except Exception as error:
            return meaning_of(error, was_giving=getattr(self.connection, "is_giving", True))
        return None

    def _note(self, mail, answer):
        self.ledger.note(mail, _outcome(mail, answer, self.clock()))
        if answer.means in [Means.REFUSED, Means.GONE]:
            Bounce.meet(mail.address, answer.why, is_final=answer.means == Means.GONE)
        self.breaks = self.breaks + 1 if answer.means in [Means.BROKEN, Means.UNANSWERED] else 0
        if answer.means == Means.AWAY or self.breaks > 1:
            self._is_away(answer.why)
        elif answer.line_is_gone:
            self._disconnect()
            self._connect()


def _outcome(mail, answer: Answer, now):
    means, why = answer.means, answer.why
    if means == Means.NEVER:
        return outcomes.failed(why)
    if means in [Means.REFUSED, Means.GONE]:
        return outcomes.bounced(why)
    if means == Means.UNANSWERED:
        return outcomes.unanswered(why, mail.attempts, now, must_arrive=mail.must_arrive)
    least = outcomes.FULL_MAILBOX if means == Means.FULL else outcomes.PAUSE
    return outcomes.later(why, mail.attempts, now, least=least)


def _provider_id(message):
    """How a provider calls it (django-anymail); "" for a mail server."""
    status = getattr(message, "anymail_status", None)
    found = getattr(status, "message_id", None)
    return found[:150] if isinstance(found, str) else ""

"""Working through what came in: whose it is, what it is for, and what comes of it."""

import logging
import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import Incoming, Mail
from ..notices import tell
from ..outbox import send
from ..rounds import zone_of
from . import things
from .addresses import read_address
from .arriving import refusal_of_size
from .automatic import bounces_in, why_automatic
from .headers import header, headers, message_in
from .reading import LARGEST, words_of
from .things import Refused, Said

REFUSED, TOLD = "members/mail/incoming/refused", "members/mail/incoming/told"
MOST_AN_HOUR = 30  # mails of one sender; a person writes fewer, a loop more
MOST_ANSWERS = 6  # an hour: what is refused beyond is told in the portal alone
LONGEST_RETURNED = 6_000  # characters of a text in the letter that refuses it
_NAMESPACE = uuid.UUID("6c6f6f70-7265-706c-7920-62796d61696c")
logger = logging.getLogger(__name__)


def work_through(now=None):
    """Work through all that waits; returns how many were settled. Safe to run at the same time anywhere."""
    now = now or timezone.now()
    Incoming.objects.give_up(now)
    count = 0
    while pk := Incoming.objects.claim(now):
        count += _take_one(pk)
    return count


def _take_one(pk):
    """Settle one, with all that comes of it, in one transaction. What fails waits, and is tried again."""
    try:
        with transaction.atomic():
            waiting = Incoming.objects.filter(pk=pk, state=Incoming.WAITING).select_for_update(skip_locked=True)
            if row := waiting.first():
                _Taking(row).settle()
            return 1 if row else 0
    except Exception:
        logger.exception("Incoming mail %s could not be worked through", pk)
        return 0


class _Taking:
    """What comes of one row."""

    def __init__(self, row):
        self.row = row
        self.message = message_in(row.raw or b"")

    def settle(self):
        if bounces := bounces_in(self.message):
            return self._note(bounces)
        self.address = read_address(self.row.to)
        why = "" if self.row.is_let_through else why_automatic(self.message)
        if why:
            return self._drop(why)
        if self.address is None:
            return self._drop(_("It went to no address that the portal gave to anybody."))
        self.row.thing = self.address.thing
        self.person = get_user_model().objects.filter(pk=self.address.person_id, is_active=True).first()
        if self.person is None:
            return self._drop(_("The account it belongs to is closed."))
        self.row.person = self.person
        with override(settings.LANGUAGE_CODE), timezone.override(zone_of(self.person)):
            if things.thing_named(self.address.thing).address_is_enough:
                return self._take_by_address()
            if self._is_forged():
                return self._drop_forged()
            return self._take()

    def _note(self, bounces):
        """A letter of ours came back: what the outbox makes of it is its business."""
        found = [bounce for bounce in bounces if _tell_outbox(bounce)]
        ours, others = _("A letter of the portal came back."), _("A letter came back that is none of the portal's.")
        return self._drop(ours if found else others)

    def _is_forged(self):
        """Whether it does not come from an address that is the person's, or the mail server says it is not from
        there."""
        if self.row.sender != self.person.email.lower():
            mine = EmailAddress.objects.filter(user=self.person, email__iexact=self.row.sender, verified=True)
            if not self.row.sender or not mine.exists():
                return True
        trusted = settings.MAIL_IN_TRUSTED_SERVER.lower()
        said = [line.lower() for line in headers(self.message, "Authentication-Results")] if trusted else []
        # The uppermost of that server is its own; any other may have come with the message.
        own = next((line for line in said if line.partition(";")[0].strip().split(" ")[0] == trusted), "")
        return "dmarc=fail" in own

    def _drop_forged(self):
        day = timezone.localdate().isoformat()
        tell(
            self.person,
            TOLD,
            headline=_("A mail from another address came to an address that is yours. It was not posted."),
            url=reverse("mail:by_mail"),
            key=f"incoming:forged:{day}",
            is_private=True,
        )
        return self._drop(_("It was not sent from an address of the person to whom this one belongs."))

    def _take_by_address(self):
        self.said = Said("", number=self.address.number, token=self._token())
        self._settle(things.thing_named(self.address.thing).take(self.person, self.address.pk, self.said))

    def _token(self):
        return uuid.uuid5(_NAMESPACE, f"{self.row.message_id} {self.row.to}")

    def _take(self):
        thing, found = things.thing_named(self.address.thing), words_of(self.message)
        self.said = Said(found.text, found.title, found.files, self.address.number, self._token())
        if refusal := self._refusal() or found.refusal:
            return self._refuse(refusal, "")
        about = (self.person, self.address.pk, self.said)
        if self._is_too_much():
            why = _("That makes more than %(most)d mails within an hour. Your text is among your drafts.")
            return self._refuse(why % {"most": MOST_AN_HOUR}, thing.keep(*about), is_quiet=True)
        try:
            taken = thing.take(*about)
        except Refused as why:
            return self._refuse(str(why), thing.keep(*about))
        return self._settle(taken)

    def _refusal(self):
        """Why nothing can be taken from this person, or by this address; "" where something can."""
        if getattr(self.person, "is_suspended", False):
            return _("Your account is suspended, and until that is over nothing is taken from it.")
        if self.address.is_taken_back:
            return _("You made your addresses anew, and this one leads nowhere since.")
        return refusal_of_size(self.row.size) if self.row.size > LARGEST else ""

    def _is_too_much(self):
        since = timezone.now() - timedelta(hours=1)
        earlier = Incoming.objects.from_sender_since(self.row.sender, since).exclude(pk=self.row.pk)
        return not self.row.is_let_through and earlier.count() >= MOST_AN_HOUR

    def _settle(self, taken):
        self.row.settle(Incoming.TAKEN, taken.sentence, url=taken.url)
        if taken.sentence:
            self._tell(taken.sentence, taken.url, "held")
        if self.said.left_out:
            sentence = _("What you sent by mail is there, without a file. %(why)s")
            self._tell(sentence % {"why": " ".join(self.said.left_out)}, taken.url, "files")

    def _refuse(self, why, draft_url, *, is_quiet=False):
        """Answer once with the reason; the text is in that letter, and a draft where it can go on as one."""
        since = timezone.now() - timedelta(hours=1)
        answered = Mail.objects.filter(to=self.person, kind=REFUSED, created_at__gt=since).count()
        self.row.settle(Incoming.REFUSED, why, url=draft_url)
        if is_quiet or answered >= MOST_ANSWERS:
            self._tell(why, draft_url or reverse("mail:by_mail"), "refused")
            return
        send(
            REFUSED,
            to=self.person,
            key=f"incoming:{self.row.pk}:{self.row.attempts}",
            private=True,
            subject=self.row.subject or header(self.message, "Subject")[:200],
            why=str(why),
            text=self.said.text[:LONGEST_RETURNED],
            is_cut=len(self.said.text) > LONGEST_RETURNED,
            url=draft_url,
        )

    def _tell(self, sentence, url, what):
        key = f"incoming:{self.row.pk}:{what}"
        tell(self.person, TOLD, headline=sentence, url=url, key=key, is_private=True)

    def _drop(self, why):
        self.row.settle(Incoming.DROPPED, why)


def _tell_outbox(bounce):
    """Let the outbox know that a letter came back; whether it is one of ours."""
    mail = Mail.of_message(bounce.message_id)
    if mail is not None and bounce.is_final:
        mail.bounced(bounce.why or _("It came back, without a reason."), is_final=True)
    return mail is not None

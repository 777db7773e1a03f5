"""Which letters leave next: claimed for one worker, in the order of their priority, and gently after an outage."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from ..kinds import all_kinds
from .handfuls import GIVEN, NOT_REACHED, Handful
from .switches import KindSwitch

CLAIM_LASTS = timedelta(minutes=2)  # a worker that died gives back what it had not begun
STUCK_AFTER = timedelta(minutes=10)  # longer than any mail server is waited for
CAN_WAIT = 5  # priorities from here on are caught up with gently
LATE = timedelta(minutes=10)

WAITING = ["queued", "retrying"]


class MailQuerySet(models.QuerySet):
    def waiting(self):
        """Letters that are to be sent, now or later."""
        return self.filter(state__in=WAITING)

    def due(self, now):
        """Letters that wait for delivery and whose moment has come, the urgent first."""
        return self.waiting().filter(due_at__lte=now).order_by("priority", "due_at", "id")

    def free(self, now):
        """Without those that a worker holds."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lte=now - CLAIM_LASTS))

    def undecided(self):
        """Letters of which staff have to say what became of them."""
        return self.filter(state__in=["failed", "unknown"])

    @transaction.atomic
    def settle_stuck(self, now):
        """Decide on letters that were begun and whose fate nobody wrote down: their worker died, or hangs.

        How far it came stands in its handful: what it had given was taken, and what it had not reached waits again.
        The one in between is in doubt, and so is every letter of a handful that a crash of the database wiped out.
        """
        for (begun_at, where), pks in Handful.objects.taken_from_workers(now - CLAIM_LASTS).items():
            held = self.filter(pk__in=pks, state="sending", claimed_at=begun_at)
            # Not those that a worker is writing about just now.
            held = self.filter(pk__in=[mail.pk for mail in held.select_for_update(skip_locked=True).only("pk")])
            if where == GIVEN:
                held.update(state="sent", sent_at=begun_at, reason="")
            elif where == NOT_REACHED:
                state = Case(When(attempts__gt=1, then=Value("retrying")), default=Value("queued"))
                held.update(state=state, attempts=F("attempts") - 1, claimed_at=None)
        stuck = self.filter(state="sending", claimed_at__lte=now - STUCK_AFTER)
        for mail in stuck.select_for_update(skip_locked=True):
            mail.went_unanswered(_("The worker stopped while sending."), now)

    @transaction.atomic
    def claim(self, now, most):
        """Take up to `most` due letters for this worker alone; returns them, each with its person.

        Only the moment of the claim is written: a letter that is claimed still waits, until `begin` (ledger.py) says
        that it is on its way. A worker that died gives it back by not having begun it.
        """
        stopped = KindSwitch.objects.stopped_kinds()
        due = self.due(now).free(now).exclude(kind__in=stopped) if stopped else self.due(now).free(now)
        taken = list(due.select_related("to").select_for_update(skip_locked=True, of=["self"])[:most])
        taken = self._gently(taken, now)
        self.filter(pk__in=[mail.pk for mail in taken]).update(claimed_at=now)
        for mail in taken:
            mail.claimed_at = now
        return taken

    def give_back(self, mails):
        """Letters that were claimed and not begun wait for any worker again."""
        if mails:
            held = self.waiting().filter(pk__in=[mail.pk for mail in mails], claimed_at=mails[0].claimed_at)
            held.update(claimed_at=None)

    def _gently(self, taken, now):
        """While there is a backlog, of what can wait only as much a minute as does no harm to us or to our name with
        mail servers: a day of letters within a minute looks like a break-in."""
        can_wait = [mail for mail in taken if mail.priority >= CAN_WAIT]
        if not can_wait or not self.due(now - LATE).filter(priority__gte=CAN_WAIT).exists():
            return taken
        lately = self.filter(state="sent", sent_at__gt=now - timedelta(minutes=1), priority__gte=CAN_WAIT).count()
        held = self.waiting().filter(claimed_at__gt=now - CLAIM_LASTS, priority__gte=CAN_WAIT).count()
        left = max(settings.MAIL_CATCH_UP_PER_MINUTE - lately - held, 0)
        return [mail for mail in taken if mail.priority < CAN_WAIT] + can_wait[:left]

    def follow_at(self, address):
        """This address takes letters again: what must arrive and did not, because of it, is sent once more."""
        return self._that_follow().filter(address__iexact=address).update(**_anew())

    def follow_to(self, person):
        """This person has an address that works: the same for theirs, and to the address they have now. What signs
        somebody in goes to no other address than the one it was written for."""
        theirs = self._that_follow().filter(to=person)
        secret = Q(kind__in=[kind.name for kind in all_kinds() if kind.keep == "codes"])
        is_same = Q(address__iexact=person.email)
        return theirs.filter(is_same | ~secret).update(address=person.email, **_anew())

    def _that_follow(self):
        """What must arrive, did not because of its address, and is still of use."""
        now, of_use = timezone.now(), Q(pk=None)
        for kind in all_kinds():
            if kind.is_required:
                of_use |= Q(kind=kind.name, created_at__gt=now - kind.lasts) if kind.lasts else Q(kind=kind.name)
        return self.filter(of_use, address_failed=True, state__in=["withheld", "bounced"], texts_removed_at=None)

    def without_texts(self, now, most):
        """Remove the words of up to `most` letters of this QuerySet; returns of how many."""
        chosen = self.filter(texts_removed_at=None).exclude(state__in=[*WAITING, "sending"])
        chosen = list(chosen.order_by().values("pk")[:most])
        return self.model.objects.filter(pk__in=[row["pk"] for row in chosen]).update(
            subject="", text="", html="", context={}, texts_removed_at=now
        )

    def removed(self, most):
        """Remove up to `most` letters of this QuerySet, but for those that are still to be sent; returns how many."""
        chosen = self.exclude(state__in=[*WAITING, "sending"]).order_by().values("pk")[:most]
        return self.model.objects.filter(pk__in=[row["pk"] for row in chosen]).delete()[0]


def _anew():
    return {
        "state": "queued",
        "due_at": timezone.now(),
        "attempts": 0,
        "reason": "",
        "claimed_at": None,
        "address_failed": False,
    }

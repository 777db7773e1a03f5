"""Claims: what holders did elsewhere and want counted. Staff accept, ask back, or decline with a reason."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import Credential
from members.audit.log import record

from .. import letters
from ..amounts import in_credits
from .credits import QUARTER, Category, Credit


class State(models.TextChoices):
    CLAIMED = "claimed", _("with staff")
    QUERIED = "queried", _("a question is open")
    ACCEPTED = "accepted", _("counted")
    REJECTED = "rejected", _("not counted")
    WITHDRAWN = "withdrawn", _("taken back by you")


TRANSITIONS = {
    State.CLAIMED: {State.QUERIED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN},
    State.QUERIED: {State.CLAIMED, State.ACCEPTED, State.REJECTED, State.WITHDRAWN},
    State.ACCEPTED: set(),
    State.REJECTED: set(),
    State.WITHDRAWN: set(),
}
OPEN = [State.CLAIMED, State.QUERIED]


class Settled(Exception):
    """The claim was decided, and what was asked for is no longer possible."""


class ClaimQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(credential__person=person)

    def open(self):
        """Not decided yet."""
        return self.filter(state__in=OPEN)

    def waiting(self):
        """Those that wait for staff, the oldest first."""
        return self.filter(state=State.CLAIMED).order_by("claimed_at", "pk")


class Claim(models.Model):
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="claims", verbose_name=_("credential"))
    title = models.CharField(_("what you did"), max_length=200)
    provider = models.CharField(_("with whom"), max_length=150)
    done_on = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    category = models.CharField(_("kind"), max_length=10, choices=Category)
    note = models.TextField(_("what you took from it"), blank=True)
    token = models.UUIDField(_("token"), default=uuid.uuid4, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CLAIMED)
    question = models.TextField(_("question"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    round = models.PositiveSmallIntegerField(_("questions asked"), default=0)
    reason = models.TextField(_("reason"), blank=True)
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims for credits")
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["credential", "token"], name="claim_counts_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="claim_state_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="claim_category_known"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(Exact(Mod(F("minutes"), Value(QUARTER)), Value(0))),
                name="claim_in_quarter_hours",
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="rejected_claim_says_why"),
        ]
        indexes = [models.Index(fields=["claimed_at"], name="claim_waiting", condition=Q(state="claimed"))]

    def __str__(self):
        return f"{self.title} · {self.credential.number}"

    def get_absolute_url(self):
        return reverse("certification:claim", args=[self.pk])

    @property
    def in_credits(self):
        return in_credits(self.minutes)

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_queried(self):
        return self.state == State.QUERIED

    @property
    def sentence(self):
        """Where it stands, for the holder."""
        return {
            State.CLAIMED: _now("It is with CXPA. You get a mail when somebody has looked at it."),
            State.QUERIED: _now("We have a question before we can count it."),
            State.ACCEPTED: _now("It counts: you find it among your credits."),
            State.REJECTED: _now("We could not count it."),
            State.WITHDRAWN: _now("You took it back."),
        }[State(self.state)]

    @classmethod
    @transaction.atomic
    def make(cls, credential, *, by, token, **about):
        """Ask staff to count something; `about` are title, provider, done_on, minutes, category and note.

        `token` comes from the form: sent twice, claimed once.
        """
        claim, new = cls.objects.get_or_create(token=token or uuid.uuid4(), credential=credential, defaults=about)
        if new:
            record("renewal.claimed", claim, by=by, minutes=claim.minutes)
        return claim

    @transaction.atomic
    def ask(self, question, *, by):
        """Ask the holder for something that is missing."""
        if self._become(State.QUERIED, by=by, question=question, round=self.round + 1):
            letters.claim_queried(self)

    @transaction.atomic
    def reply(self, answer, *, by):
        """The holder answers; it waits for staff again."""
        self._become(State.CLAIMED, by=by, answer=answer)

    @transaction.atomic
    def accept(self, *, by):
        """Count it: one credit in the ledger, however often this is asked for."""
        if self._become(State.ACCEPTED, by=by, decided_at=timezone.now(), decided_by=by):
            Credit.post(
                self.credential,
                source=f"claim:{self.pk}",
                category=self.category,
                minutes=self.minutes,
                earned_on=self.done_on,
                title=f"{self.title} · {self.provider}"[:250],
                by=by,
            )
            letters.claim_decided(self)

    @transaction.atomic
    def reject(self, *, by, reason):
        """Decline it, with the reason the holder reads."""
        if self._become(State.REJECTED, by=by, reason=reason, decided_at=timezone.now(), decided_by=by):
            letters.claim_decided(self)

    @transaction.atomic
    def withdraw(self, *, by):
        """The holder takes it back before it was decided."""
        self._become(State.WITHDRAWN, by=by)

    def _become(self, state, *, by, **changes):
        """Go to `state` under the row's lock; False when it is there already. Raises Settled where no way leads."""
        self.state = Claim.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        if self.state == state:
            return False
        if state not in TRANSITIONS[State(self.state)]:
            raise Settled(_now("This claim is decided already: %(state)s.") % {"state": self.get_state_display()})
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *changes])
        record(f"renewal.claim_{state}", self, by=by)
        return True

"""Credentials: who is a CCXP, since when, until when, and what became of it."""

import unicodedata
from datetime import UTC, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from certification.exams.models import Sitting
from certification.framework.models import Framework
from members.audit.log import record
from members.days import months_after

from . import letters, numbers
from .register import RegisterQuerySet
from .rules import rules_on
from .signals import credential_awarded
from .standing import standing_of


class NotAllowed(Exception):
    """The credential cannot go from its state to the one asked for; the text is a sentence for staff."""


class State(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("withdrawn")
    SURRENDERED = "surrendered", _("given back")


# From each state, where it may go. Withdrawn and given back are for good: whoever comes back applies anew.
TRANSITIONS = {
    State.ACTIVE: {State.SUSPENDED, State.REVOKED, State.SURRENDERED},
    State.SUSPENDED: {State.ACTIVE, State.REVOKED, State.SURRENDERED},
    State.REVOKED: set(),
    State.SURRENDERED: set(),
}


def register_day():
    """The day it is for the register: one for the whole world (UTC), so that everyone gets the same answer."""
    return timezone.localdate(timezone=UTC)


def plain(name):
    """A name as it is searched: small letters without accents, single spaces."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in parts if not unicodedata.combining(letter)).split())


class Credential(models.Model):
    """One person's CCXP. The name is a snapshot: it changes only by `rename`, with a reason."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="credentials", verbose_name=_("person")
    )
    name = models.CharField(_("name on the credential"), max_length=150)
    plain_name = models.CharField(max_length=300, editable=False)
    framework = models.ForeignKey(
        Framework, models.PROTECT, related_name="credentials", verbose_name=_("edition it was earned under")
    )
    sitting = models.OneToOneField(
        Sitting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credential",
        verbose_name=_("sitting that earned it"),
        help_text=_("Empty: earned before the portal kept the sittings."),
    )
    awarded_on = models.DateField(_("awarded"))
    awarded_at = models.DateTimeField(_("entered"), default=timezone.now)
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("awarded by")
    )
    cycle_starts_on = models.DateField(_("credits count from"), help_text=_("The first day of the cycle that runs."))
    expires_on = models.DateField(_("valid until"), help_text=_("The last valid day."))

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    state_since = models.DateField(_("in this state since"))
    succeeded_at = models.DateTimeField(
        _("succeeded"),
        null=True,
        blank=True,
        help_text=_("When the same person earned a new one after this had ended."),
    )

    shows_place = models.BooleanField(_("Show my city and country"), default=False)
    shows_work = models.BooleanField(_("Show what I do"), default=False)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["-awarded_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="credential_state_known"),
            models.CheckConstraint(
                condition=Q(cycle_starts_on__gte=F("awarded_on"), expires_on__gt=F("cycle_starts_on")),
                name="credential_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(succeeded_at__isnull=True),
                name="one_credential_per_person",
            ),
        ]
        indexes = [
            GinIndex(fields=["plain_name"], name="credential_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["expires_on"], name="credential_expiring", condition=Q(state="active")),
            models.Index(fields=["-awarded_at"], name="credential_newest"),
        ]

    def __str__(self):
        return f"{self.number} · {self.name}"

    def get_absolute_url(self):
        """The page on which anyone verifies it."""
        return reverse("certification:verification", args=[self.number])

    def standing(self, on=None):
        """What is true of it on day `on` (today by default): the one answer of register, page, card and letter."""
        return standing_of(self, on or register_day())

    @property
    def is_valid(self):
        """Whether its holder is a CCXP today."""
        return self.standing().is_valid

    @property
    def newer(self):
        """The credential that followed this one, or None. Asks the database only where there is one."""
        return Credential.objects.latest_of(self.person) if self.succeeded_at else None

    @property
    def place(self):
        """Where the holder works, as far as they show it: "Lagos, Nigeria"."""
        if not self.shows_place:
            return ""
        return ", ".join(part for part in [self.person.city, str(self.person.country.name)] if part)

    @property
    def work(self):
        """What the holder does, as far as they show it."""
        return self.person.headline if self.shows_work else ""

    def state_on(self, day):
        """The State it was in when `day` ended."""
        before = [change for change in self.changes.all() if change.day <= day]
        return State(max(before, key=lambda change: change.pk).to_state) if before else State.ACTIVE

    def can_become(self, state):
        return state in TRANSITIONS[State(self.state)]

    @classmethod
    @transaction.atomic
    def award(cls, person, *, name, framework, by, sitting=None, awarded_on=None, number=None):
        """Make `person` a CCXP and tell them; cycle and dates by the rules in force that day.

        Done twice for a sitting, or while they hold one that is valid or suspended, it changes nothing and returns
        the one there is. One that has ended, or was withdrawn or given back, is succeeded by the new.
        `number` is for one that has its number already; any other is drawn by lot.
        """
        get_user_model().objects.select_for_update().get(pk=person.pk)
        awarded_on = awarded_on or register_day()
        name = " ".join(name.split())[:150]
        known = cls.objects.filter(sitting=sitting).first() if sitting else None
        before = cls.objects.filter(person=person, succeeded_at=None).first()
        if known or (before and not before.standing(awarded_on).has_ended):
            return known or before
        cls.objects.filter(person=person, succeeded_at=None).update(succeeded_at=timezone.now())
        credential = cls.objects.create(
            number=number or cls._free_number(),
            person=person,
            name=name,
            plain_name=plain(name),
            framework=framework,
            sitting=sitting,
            awarded_on=awarded_on,
            awarded_by=by,
            cycle_starts_on=awarded_on,
            expires_on=months_after(awarded_on, rules_on(awarded_on).cycle_months),
            state_since=awarded_on,
        )
        record("credentials.awarded", credential, by=by, until=credential.expires_on.isoformat())
        letters.awarded(credential)
        credential_awarded.send(sender=cls, credential=credential, by=by)
        return credential

    def suspend(self, *, by, reason):
        """Take its validity for a while. Shown on the register at once."""
        return self._become(State.SUSPENDED, by=by, reason=reason)

    def reinstate(self, *, by, reason):
        """Give its validity back."""
        return self._become(State.ACTIVE, by=by, reason=reason)

    def revoke(self, *, by, reason):
        """Withdraw it for good."""
        return self._become(State.REVOKED, by=by, reason=reason)

    def surrender(self, *, by, reason):
        """Note that its holder gave it back."""
        return self._become(State.SURRENDERED, by=by, reason=reason)

    @transaction.atomic
    def rename(self, name, *, by, reason):
        """Put another name on it (a marriage, a slip of the pen). The same name again changes nothing."""
        was = Credential.objects.select_for_update().get(pk=self.pk).name
        name = " ".join(name.split())
        if was == name:
            return
        self.name, self.plain_name = name, plain(name)
        self.save(update_fields=["name", "plain_name"])
        record("credentials.renamed", self, by=by, was=was, reason=reason)

    @transaction.atomic
    def extend(self, until, *, by):
        """Renew it: valid until `until`; a new cycle begins on the day after the old one ended. Twice is once."""
        current = Credential.objects.select_for_update().get(pk=self.pk)
        if until > current.expires_on:
            self.cycle_starts_on = current.expires_on + timedelta(days=1)
            self.expires_on = until
            self.save(update_fields=["cycle_starts_on", "expires_on"])
            record("credentials.extended", self, by=by, until=until.isoformat())

    @transaction.atomic
    def show_on_register(self, *, place, work, by):
        """What the register shows beside name, number and dates."""
        if (self.shows_place, self.shows_work) != (place, work):
            self.shows_place, self.shows_work = place, work
            self.save(update_fields=["shows_place", "shows_work"])
            record("credentials.register_chosen", self, by=by, place=place, work=work)

    @transaction.atomic
    def _become(self, state, *, by, reason):
        """Go to `state`; already there is fine and changes nothing. Raises NotAllowed where no way leads."""
        current = Credential.objects.select_for_update().get(pk=self.pk)
        self.state, self.state_since = current.state, current.state_since
        if self.state == state:
            return
        if not self.can_become(state):
            raise NotAllowed(
                _now("A credential that is %(now)s cannot become %(then)s.")
                % {"now": self.get_state_display(), "then": State(state).label}
            )
        now = timezone.now()
        change = StateChange.objects.create(
            credential=self, from_state=self.state, to_state=state, reason=reason, by=by, at=now
        )
        self.state, self.state_since = state, change.day
        self.save(update_fields=["state", "state_since"])
        record(f"credentials.{state}", self, by=by, reason=reason)
        letters.changed(self, change)

    @classmethod
    def _free_number(cls):
        while cls.objects.filter(number=(number := numbers.draw())).exists():
            pass
        return number


class StateChange(models.Model):
    """One turn in the life of a credential, with its reason. The reason is for staff and the holder, never public."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="changes")
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="state_change_says_why")]

    def __str__(self):
        return f"{self.credential}: {self.from_state} → {self.to_state}"

    @property
    def day(self):
        return timezone.localdate(self.at, timezone=UTC)

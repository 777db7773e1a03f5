"""Who was asked for a view, why, and what they said to being asked."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models, transaction
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record
from members.subjects.contexts import Context

PATIENCE = timedelta(days=2)  # before somebody else is asked in place of a silent one
REST = timedelta(days=30)  # before a person is asked again, by anybody


class TimeRange(Func):
    """From one moment to another."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class InvitationQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person.pk)

    def standing(self):
        """Those that hold one of the five places."""
        return self.filter(state__in=Invitation.STANDING)

    def overdue(self, now):
        """Nobody answered in time, and there is time to ask somebody else."""
        return self.filter(
            state=Invitation.ASKED, due_at__lte=now, sounding__state="open", sounding__ends_at__gt=now
        ).order_by("due_at", "pk")


class Invitation(models.Model):
    """One person asked for their view on one idea. It is remembered that they were asked, so that nobody is asked
    more than once in a month."""

    ASKED, ACCEPTED, DECLINED, ANSWERED, REPLACED = "asked", "accepted", "declined", "answered", "replaced"
    STATES = [
        (ASKED, _("asked")),
        (ACCEPTED, _("said yes")),
        (DECLINED, _("said no")),
        (ANSWERED, _("gave a view")),
        (REPLACED, _("somebody else was asked")),
    ]
    STANDING = [ASKED, ACCEPTED, ANSWERED]

    sounding = models.ForeignKey("soundings.Sounding", models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sounding_invitations")
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=ASKED)
    reasons = models.JSONField(
        default=dict, blank=True, help_text=_("The subjects they know, what they have in common.")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("somebody else is asked"))
    rests_until = models.DateTimeField(help_text=_("Nobody asks them again before."))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a sounding board")
        verbose_name_plural = _("invitations to sounding boards")
        constraints = [
            models.UniqueConstraint(fields=["sounding", "person"], name="invited_once_to_a_sounding"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted", "declined", "answered", "replaced"]),
                name="invitation_state_known",
            ),
            ExclusionConstraint(
                name="invited_once_in_a_month",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (TimeRange("asked_at", "rests_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index("due_at", name="invitation_due", condition=Q(state="asked"))]

    def __str__(self):
        return f"{self.sounding}, {self.pk}"

    @property
    def is_standing(self):
        return self.state in self.STANDING

    @property
    def waits(self):
        """Whether an answer to being asked is still to come."""
        return self.state == self.ASKED

    @cached_property
    def reason(self):
        """Why this person was asked, in words for them."""
        subjects = self.reasons.get("subjects", [])
        alike = [part for part in self.reasons.get("context", []) if part in Context.PARTS]
        said = []
        if subjects:
            said.append(_now("you know about %(subjects)s") % {"subjects": get_text_list(subjects, _now("and"))})
        if alike:
            words = {"sector": _now("sector"), "size": _now("size of company"), "market": _now("kind of customers")}
            words |= {"region": _now("part of the world"), "role": _now("role")}
            named = get_text_list([words[part] for part in alike], _now("and"))
            said.append(_now("you work in the same %(parts)s") % {"parts": named})
        if not said:
            return _now("because you see it from outside: nobody near it would ask what you will ask.")
        return _now("because %(reasons)s.") % {"reasons": get_text_list(said, _now("and"))}

    @transaction.atomic
    def accept(self, *, by, now=None):
        """Keep the place: nobody is asked instead. Said twice, the first moment stays. Raises NotNow."""
        self._check(by)
        if self._become(self.ACCEPTED, among=[self.ASKED], answered_at=now or timezone.now()):
            record("soundings.accepted", self, by=by)

    @transaction.atomic
    def decline(self, *, by, now=None):
        """Give the place to somebody else; the author is not told who it was. Raises NotNow."""
        from ..choosing import fill

        now = now or timezone.now()
        sounding = self._check(by)
        if self._become(self.DECLINED, among=[self.ASKED, self.ACCEPTED], answered_at=now):
            record("soundings.declined", self, by=by)
            fill(sounding, now=now)

    @transaction.atomic
    def replace(self, *, now):
        """Ask somebody else where this one stayed silent; whoever changes the row first does. Returns whether."""
        from ..choosing import fill

        sounding = self._lock()
        if not Invitation.objects.overdue(now).filter(pk=self.pk).exists():
            return False
        self._become(self.REPLACED, among=[self.ASKED])
        record("soundings.replaced", self, by=None)
        fill(sounding, now=now)
        return True

    def _check(self, by):
        from .refusals import NotNow

        sounding = self._lock()
        self.refresh_from_db(fields=["state"])
        if self.person_id != by.pk or not sounding.is_open:
            raise NotNow
        return sounding

    def _lock(self):
        """The board, whose row keeps what happens to it in order."""
        return (
            type(self.sounding).objects.select_for_update(of=["self"]).select_related("author").get(pk=self.sounding_id)
        )

    def _become(self, state, *, among, **moments):
        changed = Invitation.objects.filter(pk=self.pk, state__in=among).update(state=state, **moments)
        self.refresh_from_db(fields=["state", "answered_at"])
        return changed

"""An application for the CCXP: written by one person, read by another, decided by a third."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certification.framework.models import Framework, ProgramRules
from members.audit.log import record

from ..states import DECIDED, OPEN, TRANSITIONS, WRITABLE, State
from .cases import Part
from .deciding import Deciding
from .reviewing import Reviewing
from .sending import Sending
from .transitions import NotNow
from .writing import Writing

REVIEWERS = "CCXP reviewers"
DECIDERS = "CCXP deciders"

REMIND_BEFORE = timedelta(days=14)  # before a draft, or the time to answer changes, runs out


class ApplicationQuerySet(models.QuerySet):
    def open_of(self, person):
        """The one application `person` has under way, or None."""
        return self.for_applicant().filter(person=person, state__in=OPEN).first()

    def latest_of(self, person):
        """The one `person` began last, open or ended, or None."""
        return self.for_applicant().filter(person=person).order_by("-started_at", "-pk").first()

    def last_of(self, people):
        """The one that each of `people` (ids) began last: one query, however many."""
        found = self.for_applicant().filter(person__in=people)
        return found.order_by("person", "-started_at", "-pk").distinct("person")

    def for_applicant(self):
        """With all that the applicant's own pages name."""
        return self.select_related("person", "framework", "rules", "invoice")

    def for_staff(self, person):
        """The cases `person` may open in the admin: never their own; reviewers and deciders only those in their hands.

        Reviewers see what waits for a review and what they reviewed; deciders what is ready to decide and what
        they decided. Superusers see every case but their own.
        """
        others = self.exclude(person=person)
        if person.is_superuser:
            return others
        mine = Q(pk__in=Part.objects.filter(person=person).values("application"))
        if person.is_in(REVIEWERS):
            mine |= Q(state=State.IN_REVIEW, recommended_at=None)
        if person.is_in(DECIDERS):
            mine |= Q(state=State.IN_REVIEW, recommended_at__isnull=False)
        return others.filter(mine)

    def to_review(self):
        """Paid, and waiting for a recommendation; the oldest first."""
        return self.filter(state=State.IN_REVIEW, recommended_at=None).order_by("review_began_at")

    def to_decide(self):
        """Recommended, and waiting for a decision; the oldest first."""
        return self.filter(state=State.IN_REVIEW, recommended_at__isnull=False).order_by("recommended_at")

    def awaiting_payment(self):
        return self.filter(state=State.AWAITING_PAYMENT)

    def run_out(self, now):
        """Drafts nobody touched for too long, and asked changes nobody answered in time."""
        return self.filter(state__in=WRITABLE, runs_out_at__lte=now)

    def to_remind(self, now):
        """Those that run out soon, of which nobody was told yet."""
        return self.filter(
            state__in=WRITABLE, runs_out_at__gt=now, runs_out_at__lte=now + REMIND_BEFORE, reminded_at=None
        )


class Application(Writing, Sending, Reviewing, Deciding, models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ccxp_applications", verbose_name=_("applicant")
    )
    # Pinned when it was begun: what is asked does not change under somebody's hands.
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="applications", verbose_name=_("framework"))
    rules = models.ForeignKey(ProgramRules, models.PROTECT, related_name="applications", verbose_name=_("rules"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)

    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    runs_out_at = models.DateTimeField(_("runs out"), null=True, blank=True)  # while the applicant has it
    reminded_at = models.DateTimeField(null=True, editable=False)
    last_section = models.CharField(max_length=40, blank=True, editable=False)  # where to come back to
    last_field = models.CharField(max_length=60, blank=True, editable=False)

    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    invoice = models.OneToOneField(
        "billing.Invoice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("invoice")
    )
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    review_began_at = models.DateTimeField(_("in review since"), null=True, blank=True)
    revision = models.PositiveSmallIntegerField(_("times changes were asked"), default=0)
    recommended_at = models.DateTimeField(_("ready to decide since"), null=True, blank=True)
    late_reason = models.CharField(_("why it takes longer"), max_length=250, blank=True)

    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("reason of the decision"), blank=True)
    ended_at = models.DateTimeField(_("withdrawn or closed"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-started_at"]
        permissions = [
            ("review_application", _("Can review applications")),
            ("decide_application", _("Can decide on applications")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="application_state_known"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN), name="one_open_application_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_at=None, decided_by=None)),
                name="application_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="nobody_decides_their_own_application"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DENIED) | ~Q(reason=""), name="application_denied_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["runs_out_at"], condition=Q(state__in=WRITABLE), name="application_runs_out"),
            models.Index(fields=["review_began_at"], condition=Q(state=State.IN_REVIEW), name="application_queue"),
        ]

    def __str__(self):
        return f"{self.person}, {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("certification:application")

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_writable(self):
        return self.state in WRITABLE

    @property
    def is_draft(self):
        return self.state == State.DRAFT

    @property
    def is_decided(self):
        return self.state in DECIDED

    @cached_property
    def values(self):
        """What stands in its fields now: {name: text}. Asked for once."""
        return {answer.name: answer.value for answer in self.answers.all()}

    @property
    def legal_name(self):
        """The name as on the passport or card shown at the exam; the credential is made out to it."""
        return self.values.get("legal_name", "").strip() or self.person.name

    @classmethod
    @transaction.atomic
    def start(cls, person, *, by=None):
        """The open application of `person`: the one under way, or a new draft under today's framework and rules."""
        # The row of the person is the lock: two tabs begin one application.
        get_user_model().objects.select_for_update().get(pk=person.pk)
        under_way = cls.objects.open_of(person)
        if under_way is not None:
            return under_way
        now = timezone.now()
        rules = ProgramRules.objects.in_force()
        application = cls.objects.create(
            person=person,
            framework=Framework.objects.in_force(),
            rules=rules,
            started_at=now,
            runs_out_at=now + timedelta(days=rules.draft_idle_days),
        )
        application.parts.create(person=person, role=Part.APPLICANT, taken_at=now)
        record("applications.began", application, by=by or person)
        return application

    def _hold(self):
        """Lock this row and read it anew, so that what follows judges what is true now."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
        self._forget()

    def _go(self, state, *, by, said, details=None, **changes):
        """Take the step to `state`, write `changes` with it, and record it as `said`. The row is held by the caller.

        Raises NotNow when the table in states.py has no such step.
        """
        if state not in TRANSITIONS[self.state]:
            raise NotNow(State(self.state).label)
        before, self.state = self.state, state
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *changes])
        record(f"applications.{said}", self, by=by, state=[before, str(state)], **(details or {}))

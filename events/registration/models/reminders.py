"""The ledger of reminders: one row per registration and start of its event, also for those that were not sent."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import letters
from ..hours import REMINDER_BEFORE, REMINDER_LATEST, reminder_due_at
from .registrations import Registration

LOOKED_BACK = timedelta(days=7)  # after a longer silence nobody needs to read what was missed


class ReminderQuerySet(models.QuerySet):
    def of_start(self, registration):
        """The reminder of `registration` for the start its event has now."""
        return self.filter(registration=registration, start_version=registration.event.start_version)


class Reminder(models.Model):
    SENT, LATECOMER, MISSED, TOLD = "sent", "latecomer", "missed", "told"
    STATES = [
        (SENT, _("sent")),
        (LATECOMER, _("not sent: got the place after it was due")),
        (MISSED, _("not sent: too late to help")),
        (TOLD, _("not sent: told of the new time instead")),
    ]

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="reminders", verbose_name=_("registration")
    )
    start_version = models.PositiveIntegerField(_("version of the start"))
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    due_at = models.DateTimeField(_("due"))
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "start_version"], name="one_reminder_per_start"),
            models.CheckConstraint(
                condition=models.Q(state__in=["sent", "latecomer", "missed", "told"]), name="reminder_state_known"
            ),
        ]

    def __str__(self):
        return f"{self.registration} · {self.get_state_display()}"

    @staticmethod
    def undecided(now):
        """The places whose reminder is due by `now` and not in the ledger, however long ago the last look was."""
        decided = Reminder.objects.filter(registration=OuterRef("pk"), start_version=OuterRef("event__start_version"))
        return Registration.objects.confirmed().filter(
            ~Exists(decided),
            event__cancelled_at=None,
            event__starts_at__gt=now - LOOKED_BACK,
            event__starts_at__lte=now + REMINDER_BEFORE,
        )

    @classmethod
    def send_due(cls, now=None):
        """Decide on every reminder due by `now`. Returns how many were sent."""
        now = now or timezone.now()
        due = cls.undecided(now).order_by("event__starts_at", "id").values_list("pk", flat=True)
        return sum(cls.decide(pk, now=now) for pk in due)

    @classmethod
    @transaction.atomic
    def decide(cls, registration_id, *, now):
        """Send the reminder of this registration or write down why not: whoever writes the row first decides.

        Returns whether it was sent. The row is looked at again under its lock, because the place may have been given
        up and the event moved since the list was made.
        """
        found = cls.undecided(now).select_for_update(of=("self",)).filter(pk=registration_id)
        registration = found.select_related("event__host", "person").first()
        if registration is None:
            return False
        reminder = cls.judged(registration, now=now)
        _row, new = cls.objects.get_or_create(
            registration=registration,
            start_version=reminder.start_version,
            defaults={"state": reminder.state, "due_at": reminder.due_at, "decided_at": now},
        )
        return new and reminder.tell()

    @classmethod
    def judged(cls, registration, *, now):
        """What is to be written of a place whose reminder is due by `now`: a Reminder, not saved."""
        due_at = reminder_due_at(registration.event)
        state = cls.SENT
        if registration.confirmed_at > due_at:
            state = cls.LATECOMER
        elif now > due_at + REMINDER_LATEST:
            state = cls.MISSED
        version = registration.event.start_version
        return cls(registration=registration, start_version=version, state=state, due_at=due_at, decided_at=now)

    def tell(self):
        """The letter and the notice, where it is to be sent; returns whether it is."""
        if self.state == self.SENT:
            letters.reminder(self.registration, key=f"reg:{self.registration_id}:T-24h:{self.start_version}")
        return self.state == self.SENT

    @classmethod
    def spare(cls, registrations, *, now):
        """The letter about a new time tells these what the reminder would, when that is near: no second one."""
        cls.objects.bulk_create(
            (
                cls(
                    registration=each,
                    start_version=each.event.start_version,
                    state=cls.TOLD,
                    due_at=reminder_due_at(each.event),
                    decided_at=now,
                )
                for each in registrations
                if reminder_due_at(each.event) <= now
            ),
            ignore_conflicts=True,
        )

"""Who may write to a person, and what stands between two people."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record
from members.connections.models import Block, answers_for_all


class Who(models.TextChoices):
    MEMBERS = "members", _("Every member; people I do not know ask first")
    KNOWN = "known", _("Only people I know")
    NOBODY = "nobody", _("Nobody")


class Openness(models.Model):
    """Whom a person takes messages from. Absent: every member may ask."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="openness")
    who = models.CharField(_("who may write to me"), max_length=10, choices=Who, default=Who.MEMBERS)
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("choice of who may write")
        verbose_name_plural = _("choices of who may write")
        constraints = [models.CheckConstraint(condition=Q(who__in=Who.values), name="openness_known")]

    def __str__(self):
        return f"{self.person}: {self.who}"

    @classmethod
    def of(cls, person):
        """The Who of `person`."""
        return cls.objects.filter(person=person.pk).values_list("who", flat=True).first() or Who.MEMBERS

    @classmethod
    @transaction.atomic
    def choose(cls, *, by, who, now=None):
        """`by` takes messages from `who` from now on. The same choice again changes nothing."""
        if cls.of(by) == who:
            return
        chosen, _new = cls.objects.update_or_create(
            person_id=by.pk, defaults={"who": who, "chosen_at": now or timezone.now()}
        )
        record("conversations.openness_chosen", chosen, by=by, who=who)


def ties(viewer, person="pk"):
    """Annotations of what stands between `viewer` and the person in the field `person`:

    `is_blocked` by the viewer, `blocks_viewer`, `welcomes` (a Who), `for_all` (a moderator or staff).
    """
    of_theirs = Openness.objects.filter(person=OuterRef(person)).values("who")[:1]
    return {
        "is_blocked": Exists(Block.objects.filter(person=viewer.pk, blocked=OuterRef(person))),
        "blocks_viewer": Exists(Block.objects.filter(person=OuterRef(person), blocked=viewer.pk)),
        "welcomes": Coalesce(Subquery(of_theirs), Value(Who.MEMBERS.value)),
        "for_all": answers_for_all(person),
    }


def takes_from(viewer, person, tied, *, knows):
    """Whether `person` takes messages of `viewer`. `tied` carries the `ties`; `knows`: they are acquainted."""
    if not person.is_active or tied.blocks_viewer:
        return False
    if viewer.is_staff or person.is_staff:
        return True
    return tied.welcomes == Who.MEMBERS or (tied.welcomes == Who.KNOWN and knows)

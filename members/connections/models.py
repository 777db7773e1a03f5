"""Blocks: whom a person does not want to hear from. Whoever is blocked is not told."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.models import SYSTEM_MODERATORS
from members.audit.log import record


class BlockQuerySet(models.QuerySet):
    def of(self, person):
        """Those `person` has put."""
        return self.filter(person=person.pk)

    def between(self, one, others):
        """Those that stand between `one` and any of `others`, whoever put them."""
        pks = [other.pk for other in others]
        return self.filter(Q(person=one.pk, blocked__in=pks) | Q(person__in=pks, blocked=one.pk))


class Block(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks", verbose_name=_("who blocks")
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_against", verbose_name=_("who is blocked")
    )
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked"], name="one_block_per_pair"),
            models.CheckConstraint(condition=~Q(person=F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self):
        return f"{self.person} → {self.blocked}"

    @classmethod
    @transaction.atomic
    def put(cls, *, by, on, now=None):
        """`by` no longer hears from `on`. Done twice, the first moment stays; oneself one cannot block,
        nor the one behind whom people speak without a name."""
        if by.pk == on.pk or on.is_nameless:
            return None
        block, new = cls.objects.get_or_create(person_id=by.pk, blocked=on, defaults={"at": now or timezone.now()})
        if new:
            record("connections.blocked", block, by=by)
        _ask_anew(by)
        return block

    @classmethod
    @transaction.atomic
    def lift(cls, *, by, on):
        """`by` hears from `on` again. Where there is no block, nothing happens."""
        block = cls.objects.of(by).filter(blocked=on).select_related("person", "blocked").first()
        if block is not None:
            record("connections.unblocked", block, by=by)
            block.delete()
        _ask_anew(by)


def blocked_by(person):
    """The ids of everybody `person` has blocked, as a frozenset; asked once per request."""
    return frozenset(_blocks_of(person))


def hidden_from(person):
    """The ids of those whose words `person` does not want to see: everybody blocked, but for moderators and staff,
    who speak for the community. Asked once per request, together with `blocked_by`."""
    return frozenset(pk for pk, answers_for_all in _blocks_of(person).items() if not answers_for_all)


def is_between(one, other):
    """Whether either of the two has blocked the other."""
    return Block.objects.between(one, [other]).exists()


def answers_for_all(field):
    """An expression: whether the person in `field` is a moderator or staff, so that their words are always shown."""
    model = Block._meta.get_field("blocked").related_model
    people = model.objects.filter(Q(is_staff=True) | Q(groups__name=SYSTEM_MODERATORS), pk=OuterRef(field))
    return Exists(people)


def _blocks_of(person):
    """{id of whom they blocked: whether that one answers for all}."""
    if not person.is_authenticated:
        return {}
    if not hasattr(person, "_blocks"):
        rows = Block.objects.of(person).order_by().annotate(for_all=answers_for_all("blocked"))
        person._blocks = dict(rows.values_list("blocked", "for_all"))
    return person._blocks


def _ask_anew(person):
    if hasattr(person, "_blocks"):
        del person._blocks

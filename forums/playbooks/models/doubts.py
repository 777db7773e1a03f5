"""Doubts: a reader for whom it is not so, in their words, and what the owner answers."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .refusals import NotTheirs


class DoubtQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None)


class Doubt(models.Model):
    """One reader's “this is not so where I work”, open until the owner answers it."""

    AGREED, EXPLAINED = "agreed", "explained"
    OUTCOMES = [(AGREED, _("You are right: it is changed")), (EXPLAINED, _("It holds, and here is why"))]

    playbook = models.ForeignKey("playbooks.Playbook", models.CASCADE, related_name="doubts")
    passage = models.ForeignKey(
        "playbooks.Passage", models.SET_NULL, null=True, blank=True, related_name="doubts", verbose_name=_("passage")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="playbook_doubts", verbose_name=_("by")
    )
    words = models.CharField(_("what is different"), max_length=600)
    at = models.DateTimeField(_("at"), default=timezone.now)
    outcome = models.CharField(_("answer"), max_length=10, choices=OUTCOMES, blank=True)
    answer = models.CharField(_("in words"), max_length=600, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | Q(answered_at__isnull=False, outcome__in=["agreed", "explained"], answered_by__isnull=False),
                name="doubt_answered_whole",
            ),
            models.UniqueConstraint(
                fields=["playbook", "by"], condition=Q(answered_at=None), name="one_open_doubt_per_reader"
            ),
        ]

    def __str__(self):
        return str(_("Doubt about “%(playbook)s”") % {"playbook": self.playbook})

    @property
    def is_open(self):
        return self.answered_at is None

    @classmethod
    @transaction.atomic
    def raise_one(cls, playbook, *, by, words, passage=None, now=None):
        """`by` doubts it; returns the Doubt. Who has one open already changes its words.

        Raises NotTheirs where `by` looks after it themselves, or it is not published.
        """
        from ..news import tell_of_doubt

        playbook.lock()
        if by.pk == playbook.owner_id or not playbook.is_shown:
            raise NotTheirs
        doubt, new = cls.objects.get_or_create(
            playbook=playbook,
            by=by,
            answered_at=None,
            defaults={"words": words, "passage": passage, "at": now or timezone.now()},
        )
        if not new and (doubt.words, doubt.passage) != (words, passage):
            doubt.words, doubt.passage = words, passage
            doubt.save(update_fields=["words", "passage"])
        if new:
            record("playbooks.doubted_by", playbook, by=by)
            tell_of_doubt(playbook, doubt)
            playbook.reckon(now=now)
        return doubt

    @transaction.atomic
    def settle(self, *, by, outcome, answer, now=None):
        """What the owner says to it; the reader is told. Done twice, the first answer stays. Raises NotTheirs."""
        from ..news import tell_of_answer

        self.playbook.hold(by)
        changed = (
            Doubt.objects.open()
            .filter(pk=self.pk)
            .update(outcome=outcome, answer=answer, answered_at=now or timezone.now(), answered_by=by)
        )
        self.refresh_from_db()
        if changed:
            record("playbooks.doubt_answered", self.playbook, by=by, outcome=outcome)
            tell_of_answer(self)
            self.playbook.reckon(now=now)

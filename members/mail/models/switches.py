"""Kinds of letters that do not leave for now: stopped by staff, or by the brake when there were too many at once."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..kinds import known_kind, label_of

BURST = timedelta(minutes=10)  # the window of Kind.burst


class KindSwitchQuerySet(models.QuerySet):
    def standing(self):
        """Those that hold letters back now."""
        return self.filter(released_at=None)

    def stopped_kinds(self):
        """The names of the kinds that do not leave now."""
        return set(self.standing().values_list("kind", flat=True))

    def over_burst(self, newest):
        """{name: how many} of the kinds of which more letters were asked for in ten minutes than is ever right.

        `newest` is {name: moment} of letters about to leave; the ten minutes lie around it, so that what a worker
        finds only hours later is seen too. What staff let go does not count again. A kind of priority 0 brings people
        in (codes, links): stopping it by itself would lock out everybody, so it is never among them.
        """
        kinds = {name: kind for name in newest if (kind := known_kind(name)) and kind.priority > 0}
        spans = {name: (newest[name] - BURST / 2, newest[name] + BURST / 2) for name in kinds}
        over = {name: count for name, count in _asked_for(spans).items() if count > kinds[name].burst}
        if not over:
            return {}
        released = self.filter(kind__in=over, released_at__isnull=False).values("kind")
        for name, moment in released.annotate(last=Max("released_at")).values_list("kind", "last"):
            since, until = spans[name]
            spans[name] = max(since, moment), until
        again = _asked_for({name: spans[name] for name in over})
        return {name: count for name, count in again.items() if count > kinds[name].burst}


def _asked_for(spans):
    """{name: how many letters}, for {name: (after, until)}. Those that never were to leave do not count."""
    asked = Q(pk__in=[])
    for name, (after, until) in spans.items():
        asked |= Q(kind=name, created_at__gt=after, created_at__lte=until)
    mails = _mails().filter(asked, texts_removed_at=None).exclude(state="withheld").order_by()
    return dict(mails.values("kind").annotate(count=Count("pk")).values_list("kind", "count"))


def _mails():
    return KindSwitch._meta.apps.get_model("mail", "Mail").objects


class KindSwitch(models.Model):
    """One time that letters of a kind were stopped. They wait, and leave when it is released."""

    kind = models.CharField(_("kind"), max_length=80)
    reason = models.TextField(_("why"))
    stopped_at = models.DateTimeField(_("stopped"), default=timezone.now)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stopped by"),
        help_text=_("Empty: the brake did, because too many were asked for at once."),
    )
    released_at = models.DateTimeField(_("let go"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("let go by")
    )

    objects = KindSwitchQuerySet.as_manager()

    class Meta:
        verbose_name = _("stopped kind of mail")
        verbose_name_plural = _("stopped kinds of mail")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(released_at=None), name="one_stop_of_a_kind")
        ]

    def __str__(self):
        return str(label_of(self.kind))

    @property
    def is_standing(self):
        return self.released_at is None

    @property
    def waiting(self):
        """The letters that it holds back."""
        return _mails().waiting().filter(kind=self.kind)

    @classmethod
    @transaction.atomic
    def stop(cls, kind, *, by, reason):
        """No letter of this kind leaves from now on; returns the switch. Done twice, or by two at once, once."""
        begun = {"reason": reason, "stopped_by": by}
        switch, new = cls.objects.standing().get_or_create(kind=kind, released_at=None, defaults=begun)
        if new:
            record("mail.kind_stopped", switch, by=by, kind=kind, reason=reason)
        return switch

    @transaction.atomic
    def release(self, *, by):
        """Letters of this kind leave again, those that waited too. Done twice, once."""
        changed = KindSwitch.objects.standing().filter(pk=self.pk).update(released_at=timezone.now(), released_by=by)
        self.refresh_from_db()
        if changed:
            record("mail.kind_released", self, by=by, kind=self.kind)
        return bool(changed)

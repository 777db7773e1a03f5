"""A membership is its terms: what it is today is asked of their dates, never stored."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_named
from members.audit.log import record

from .. import letters
from ..months import last_day
from .refusals import CannotBegin
from .terms import Term


class MembershipQuerySet(models.QuerySet):
    def with_last_day(self):
        """Each with the days of its terms: `begins_on`, `ends_on`, `grace_ends_on` (None: never), and `plan_name`."""
        terms = Term.objects.standing().filter(membership=OuterRef("pk"))
        first, last = terms.order_by("starts_on"), terms.order_by("-ends_on")
        return self.annotate(
            begins_on=Subquery(first.values("starts_on")[:1]),
            ends_on=Subquery(last.values("ends_on")[:1]),
            grace_ends_on=Subquery(last.with_grace().values("grace_ends")[:1]),
            plan_name=Subquery(last.values("plan__name")[:1]),
        )

    def with_last_term_and_dues(self):
        """Each with what `last_term_and_dues` needs: three queries, however many."""
        terms = Term.objects.standing().order_by("-ends_on")
        dues = self.model._meta.get_field("dues").related_model.objects.open().select_related("invoice", "plan")
        return self.prefetch_related(
            models.Prefetch("terms", terms, to_attr="standing_terms"), models.Prefetch("dues", dues, to_attr="owed")
        )

    def active(self, on=None):
        """Whose last paid day is not over on the day `on` (today)."""
        return self.with_last_day().filter(ends_on__gte=on or timezone.localdate())

    def grace(self, on=None):
        """Whose last day is over and whose grace is not."""
        on = on or timezone.localdate()
        return self.with_last_day().filter(ends_on__lt=on, grace_ends_on__gte=on)

    def lapsed(self, on=None):
        return self.with_last_day().filter(grace_ends_on__lt=on or timezone.localdate())

    def awaiting(self):
        """Who has asked for an invoice that is not paid yet."""
        return self.filter(dues__settled_at=None, dues__let_go_at=None, dues__isnull=False)


class Membership(models.Model):
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="membership", verbose_name=_("person")
    )
    created_at = models.DateTimeField(_("first asked for"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-id"]

    def __str__(self):
        return str(self.person)

    @classmethod
    def held(cls, person):
        """The membership of `person`, made where there is none, its row locked until the transaction ends."""
        membership, _new = cls.objects.select_for_update().get_or_create(person=person)
        membership.person = person
        return membership

    @property
    def zone(self):
        """Days begin and end where the person lives."""
        return zone_named(self.person.time_zone) or zone_named("UTC")

    @property
    def today(self):
        return timezone.localdate(timezone=self.zone)

    @property
    def last_term_and_dues(self):
        """(`last_term`, `open_dues`) of one read `with_last_term_and_dues`."""
        return next(iter(self.standing_terms), None), next(iter(self.owed), None)

    @property
    def last_term(self):
        """The term that ends last, or None. Asks the database."""
        return self.terms.standing().order_by("-ends_on").first()

    @property
    def open_dues(self):
        """What is owed now, its invoice and plan with it, or None. Asks the database."""
        return self.dues.open().select_related("invoice", "plan").first()

    def next_term_begins(self, *, paid_on):
        """The first day of the term paid for on `paid_on`.

        The day after the last one while that was active or in grace (no day is lost), else the day of the payment.
        """
        last = self.last_term
        if last and paid_on <= last.grace_ends_on:
            return last.ends_on + timedelta(days=1)
        return paid_on

    @transaction.atomic
    def grant(self, plan, *, months, by, reason, starts_on=None):
        """Give a term of `plan` without payment; returns the Term.

        It goes on where the membership ends, or begins on `starts_on` (today) where there is none to go on from.
        Raises CannotBegin for a day to come, for one that lies in another term, and without a reason.
        """
        membership = Membership.held(self.person)
        last = membership.last_term
        if not reason.strip():
            raise CannotBegin(_now("Say why: the reason is kept with the term."))
        if starts_on is None:
            starts_on = membership.next_term_begins(paid_on=membership.today)
        elif starts_on > membership.today and not (last and starts_on == last.ends_on + timedelta(days=1)):
            raise CannotBegin(_now("It can begin today or earlier, or on the day after the last term."))
        ends_on = last_day(starts_on, months)
        if membership.terms.standing().filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise CannotBegin(_now("They are a member already on some of these days."))
        term = membership.terms.create(
            plan=plan,
            starts_on=starts_on,
            ends_on=ends_on,
            currency=plan.currency,
            grace_days=plan.grace_days,
            renewal_opens_days=plan.renewal_opens_days,
            granted_by=by,
            granted_reason=reason.strip()[:300],
        )
        membership.begun(term, by=by)
        return term

    @transaction.atomic
    def end_early(self, *, on, by, reason):
        """The last day is `on`, without grace; terms that have not begun by then are withdrawn.

        Done twice, nothing changes. Raises CannotBegin without a reason.
        """
        if not reason.strip():
            raise CannotBegin(_now("Say why: the reason is kept with the membership."))
        membership = Membership.held(self.person)
        about = {"ended_early_at": timezone.now(), "ended_early_reason": reason.strip()[:300]}
        changed = membership.terms.standing().filter(starts_on__gt=on).update(withdrawn_at=timezone.now(), **about)
        last = membership.last_term
        if last and (last.ends_on > on or (last.grace_days and last.grace_ends_on >= on)):
            ends_on = min(last.ends_on, on)
            changed += membership.terms.filter(pk=last.pk).update(ends_on=ends_on, grace_days=0, **about)
        if changed:
            record("membership.ended_early", membership, by=by, on=on.isoformat(), reason=reason.strip())
            membership.bring_in_step(by=by)

    def begun(self, term, *, by):
        """A term was added: the person belongs until its end, and hears of it."""
        record(
            "membership.began",
            self,
            by=by,
            term=term.pk,
            starts_on=term.starts_on.isoformat(),
            ends_on=term.ends_on.isoformat(),
            reason=term.granted_reason,
        )
        self.bring_in_step(by=by)
        if term.ends_on >= self.today:
            letters.welcome(term)

    def bring_in_step(self, *, by):
        """Let `person.member_until` be what the terms say: the end of the last day of grace, where the person lives."""
        self.person.refresh_from_db(fields=["member_until"])
        last = max((term.grace_ends_on for term in self.terms.standing()), default=None)
        moment = last and datetime.combine(last + timedelta(days=1), time.min, tzinfo=self.zone)
        self.person.belong_until(moment, by=by)

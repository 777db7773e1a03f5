"""Referrals: a question put to one expert by name.

The question is a topic like any other, where its asker wanted it. For five working days it waits for the expert, who
answers, passes it on or says no; then it goes to everybody who could answer.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions.asking.additions import NotBegun
from forums.discussions.models import Topic
from forums.reading.hearing import readers_of
from members.audit.log import record
from members.connections.models import is_between

from .. import telling
from .capacities import Capacity, month_of, zone_of
from .expertises import Expertise

WORKING_DAYS = 5

ASKED, ANSWERED, PASSED, DECLINED, OPENED = "asked", "answered", "passed", "declined", "opened"


class NotReferable(NotBegun):
    """Not to this person, or not any more; says so in a sentence."""


class NoPlaceLeft(NotReferable):
    """Somebody was a moment faster, or the month is full."""


class ReferralQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ASKED)

    def holding(self):
        """Those that take a place of their month: what was passed on or declined gives it back."""
        return self.filter(state__in=[ASKED, ANSWERED, OPENED])

    def due(self, now=None):
        """Those that have waited long enough for their expert by now."""
        return self.open().filter(due_at__lte=now or timezone.now()).order_by("due_at", "pk")


class Referral(models.Model):
    """A topic asked of one expert, in the month of their calendar in which it was asked."""

    ASKED, ANSWERED, PASSED, DECLINED, OPENED = ASKED, ANSWERED, PASSED, DECLINED, OPENED
    STATES = [
        (ASKED, _("Asked")),
        (ANSWERED, _("Answered")),
        (PASSED, _("Passed on")),
        (DECLINED, _("Declined")),
        (OPENED, _("Put to everybody")),
    ]

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="referrals", verbose_name=_("topic"))
    expertise = models.ForeignKey(Expertise, models.CASCADE, related_name="referrals", verbose_name=_("expert"))
    month = models.DateField(_("month"), help_text=_("Its first day, by the expert's calendar."))
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("goes to everybody"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    words = models.CharField(_("what the expert said"), max_length=300, blank=True)
    passed_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="passed_to", verbose_name=_("passed on from")
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("question asked of an expert")
        verbose_name_plural = _("questions asked of experts")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["topic"], condition=Q(state="asked"), name="asked_of_one_at_a_time"),
            models.UniqueConstraint(fields=["topic", "expertise"], name="asked_of_an_expert_once"),
            models.CheckConstraint(
                condition=Q(state="asked", settled_at=None)
                | Q(state__in=["answered", "passed", "declined", "opened"], settled_at__isnull=False),
                name="referral_settled_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["expertise", "month"], name="referral_month"),
            models.Index(fields=["due_at"], name="referral_due", condition=Q(state="asked")),
        ]

    def __str__(self):
        return f"{self.topic} → {self.expertise.person}"

    def get_absolute_url(self):
        return self.topic.get_absolute_url()

    @property
    def expert(self):
        return self.expertise.person

    @property
    def is_open(self):
        return self.state == ASKED

    @classmethod
    @transaction.atomic
    def ask(cls, expertise, *, topic, by, now=None):
        """Put `topic` to an expert, taking one of their places; returns the Referral. A topic that was put to somebody
        already stays with them, so that a form sent twice asks once. `by` is who asks, also where they ask without
        their name. Raises NoPlaceLeft, and NotReferable where this person cannot be asked this."""
        if earlier := cls.objects.filter(topic=topic).select_related("expertise__person").first():
            return earlier
        referral = cls._take_place(expertise, topic=topic, by=by, now=now or timezone.now())
        record("experts.asked", referral, by=topic.masked(by))
        telling.asked(referral)
        return referral

    @transaction.atomic
    def pass_on(self, expertise, *, by, words="", now=None):
        """Hand it to another expert, who must have a place; returns their Referral. Raises as `ask`, and NotReferable
        when it is no longer with `by`."""
        now = now or timezone.now()
        self._lock(by)
        if Referral.objects.filter(topic=self.topic, expertise__person=expertise.person_id).exists():
            raise NotReferable(_now("%(name)s was asked before.") % {"name": expertise.person})
        self._settle(PASSED, now, words)
        other = Referral._take_place(expertise, topic=self.topic, by=by, now=now, passed_from=self)
        record("experts.passed_on", other, by=by)
        telling.asked(other, passed_by=self.expert)
        telling.passed(self, other)
        return other

    @transaction.atomic
    def decline(self, *, by, words, now=None):
        """Say no, in words the asker reads; then everybody who could answer is asked. Raises NotReferable when it is no
        longer with `by`."""
        now = now or timezone.now()
        self._lock(by)
        self._settle(DECLINED, now, words)
        record("experts.declined", self, by=by)
        telling.declined(self, asked=telling.put_to_everybody(self))

    @classmethod
    def note_answer(cls, post):
        """Any reply of the expert answers what they were asked. One that they write without their name does not: the
        page would tell whose it is."""
        mine = cls.objects.open().filter(topic=post.topic_id, expertise__person=post.author_id)
        mine.update(state=ANSWERED, settled_at=post.created_at)

    @classmethod
    @transaction.atomic
    def follow(cls, source, target, now=None):
        """`source` is a part of `target` now: what somebody was asked there is asked here, unless an expert is asked
        already. Then everybody sees it here, as if its time were over."""
        asked = cls.objects.select_for_update().open().filter(topic=source)
        busy = cls.objects.open().filter(topic=target).exists()
        for referral in asked:
            known = cls.objects.filter(topic=target, expertise=referral.expertise_id).exists()
            if busy or known:
                referral._settle(OPENED, now or timezone.now())
            else:
                referral.topic = target
                referral.save(update_fields=["topic"])

    @classmethod
    def open_due(cls, now=None):
        """Put to everybody what has waited long enough; returns how many. Two workers share the rows."""
        now, opened = now or timezone.now(), 0
        while cls._open_next(now):
            opened += 1
        return opened

    @classmethod
    @transaction.atomic
    def _open_next(cls, now):
        due = cls.objects.due(now).select_for_update(of=["self"], skip_locked=True)
        referral = due.select_related(
            "topic__board", "topic__author", "expertise__person", "expertise__subject"
        ).first()
        if referral is None:
            return False
        referral._settle(OPENED, now)
        record("experts.opened", referral, by=None)
        telling.opened(referral, asked=telling.put_to_everybody(referral))
        return True

    @classmethod
    def _take_place(cls, expertise, *, topic, by, now, passed_from=None):
        """A new Referral, under the lock of the expert's capacity: two askers and one place come one by one."""
        expert = expertise.person
        capacity = Capacity.objects.select_for_update().filter(person=expert).first()
        if why := refusal(expertise, topic, by):
            raise NotReferable(why)
        month = month_of(expert, now)
        taken = cls.objects.holding().filter(expertise__person=expert, month=month).count()
        if capacity is None or taken >= capacity.monthly:
            raise NoPlaceLeft(full_words(expert, month))
        due_at = working_days_after(now, WORKING_DAYS, zone_of(expert))
        return cls.objects.create(
            topic=topic, expertise=expertise, month=month, asked_at=now, due_at=due_at, passed_from=passed_from
        )

    def _lock(self, by):
        locked = Referral.objects.select_for_update(of=["self"]).select_related(
            "topic__board", "topic__author", "expertise__person", "expertise__subject"
        )
        self.refresh_from_db(from_queryset=locked)
        if by.pk != self.expertise.person_id or not self.is_open:
            raise NotReferable(_now("This question is no longer with you."))

    def _settle(self, state, now, words=""):
        self.state, self.settled_at, self.words = state, now, words
        self.save(update_fields=["state", "settled_at", "words"])


def refusal(expertise, topic, by):
    """Why `topic` cannot be put to this expert by `by`, in a sentence; "" where it can."""
    expert = expertise.person
    if expert.pk == by.pk:
        return _now("This is you. Ask somebody else, or everybody.")
    if not expertise.is_shown or is_between(by, expert):
        return _now("%(name)s takes no questions by name just now.") % {"name": expert}
    if not readers_of(topic).filter(pk=expert.pk).exists() or not topic.board.can_be_posted_to_by(expert):
        return _now("%(name)s cannot write on this board. Choose another one.") % {"name": expert}
    return ""


def full_words(expert, month):
    words = _now("%(name)s has no place left in %(month)s.")
    return words % {"name": expert, "month": date_format(month, "F")}


def working_days_after(moment, days, zone):
    """The same hour so many working days later, by the calendar of `zone`; Saturday and Sunday do not count."""
    there = moment.astimezone(zone)
    while days:
        there += timedelta(days=1)
        days -= there.weekday() < 5
    return there

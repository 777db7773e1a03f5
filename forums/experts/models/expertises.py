"""Expertise: a subject in which a member offers to help, from the offer to the word of staff."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post
from members.audit.log import record
from members.mail.notices import tell
from members.subjects.models import Subject

MOST = 6  # subjects one person offers
ENOUGH = 3  # endorsements, after which staff are asked
EVIDENCE = 8  # posts of one's own that an offer points at

OFFERED, ENDORSED, CONFIRMED = "offered", "endorsed", "confirmed"
PAUSED, WITHDRAWN = "paused", "withdrawn"
TRANSITIONS = {
    OFFERED: {ENDORSED, PAUSED, WITHDRAWN},
    ENDORSED: {OFFERED, CONFIRMED, PAUSED, WITHDRAWN},
    CONFIRMED: {OFFERED, PAUSED, WITHDRAWN},
    PAUSED: {OFFERED, ENDORSED, CONFIRMED, WITHDRAWN},
    WITHDRAWN: {OFFERED, ENDORSED},
}


class TooMany(Exception):
    """More subjects than one person can answer for; says so in a sentence."""

    def __str__(self):
        return _now("You offer %(most)s subjects already. Take one back before you offer another.") % {"most": MOST}


class NotNow(Exception):
    """This cannot be done from where it stands now; says so in a sentence."""

    def __str__(self):
        return _now("It stands differently by now. Look at it again.")


def still_members(prefix="person__"):
    """A Q: whoever may sign in and is a member, or staff. When the membership ends an expert is not shown; when it
    goes on they are again, as they were."""
    member = Q(**{f"{prefix}member_until__gt": timezone.now()}) | Q(**{f"{prefix}is_staff": True})
    return Q(**{f"{prefix}is_active": True}) & member


class ExpertiseQuerySet(models.QuerySet):
    def standing(self):
        """What is offered, however far it has come; not what rests or was taken back."""
        return self.filter(state__in=[OFFERED, ENDORSED, CONFIRMED])

    def shown(self):
        """What members see: offered by people who are members now."""
        return self.standing().filter(still_members())

    def confirmed(self):
        return self.filter(state=CONFIRMED)

    def waiting(self):
        """Endorsed by enough peers; staff have the word."""
        return self.filter(state=ENDORSED)

    def in_subject(self, subject):
        """In a subject; a competency stands for all the subjects under it too."""
        return self.filter(Q(subject=subject) | Q(subject__parent=subject))

    def best_first(self):
        """The confirmed, then the endorsed, then the others; within each, those of whom more peers say so."""
        rank = Case(
            When(state=CONFIRMED, then=Value(0)),
            When(state=ENDORSED, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.annotate(rank=rank).order_by("rank", "-endorsement_count", "offered_at", "pk")


class Expertise(models.Model):
    """One person's offer to help in a subject. Peers endorse it on evidence; then staff confirm it, or say why not."""

    OFFERED, ENDORSED, CONFIRMED = OFFERED, ENDORSED, CONFIRMED
    PAUSED, WITHDRAWN = PAUSED, WITHDRAWN
    STATES = [
        (OFFERED, _("Offered")),
        (ENDORSED, _("Endorsed, awaits staff")),
        (CONFIRMED, _("Confirmed")),
        (PAUSED, _("Paused")),
        (WITHDRAWN, _("Taken back")),
    ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="expertises", verbose_name=_("person")
    )
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="expertises", verbose_name=_("subject"))
    words = models.CharField(_("what they can help with"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=OFFERED)
    evidence = models.ManyToManyField(Post, blank=True, related_name="+", verbose_name=_("posts they point at"))
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    state_since = models.DateTimeField(_("so since"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    paused_by_staff = models.BooleanField(default=False, editable=False)
    answer = models.CharField(_("what staff told them"), max_length=250, blank=True)
    answered_at = models.DateTimeField(_("told"), null=True, blank=True)
    # Kept by Endorsement under this row's lock, so that a list reads one table.
    endorsement_count = models.PositiveIntegerField(_("endorsements"), default=0, editable=False)

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("experts by subject")
        constraints = [
            models.UniqueConstraint(fields=["person", "subject"], name="expertise_once_per_subject"),
            models.CheckConstraint(condition=Q(state__in=list(TRANSITIONS)), name="expertise_state_known"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False), name="expertise_confirmed_has_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "state"], name="expertise_of_subject"),
            models.Index(fields=["state_since"], name="expertise_waiting", condition=Q(state="endorsed")),
        ]

    def __str__(self):
        return f"{self.person}: {self.subject}"

    def get_absolute_url(self):
        return f"{reverse('experts:expert', args=[self.person.handle])}#{self.subject.slug}"

    @property
    def is_shown(self):
        """Whether members see it now; asks for the person."""
        return self.is_standing and self.person.is_active and (self.person.is_member or self.person.is_staff)

    @property
    def is_standing(self):
        return self.state in (OFFERED, ENDORSED, CONFIRMED)

    @property
    def is_confirmed(self):
        return self.state == CONFIRMED

    @property
    def is_waiting(self):
        return self.state == ENDORSED

    @property
    def is_paused(self):
        return self.state == PAUSED

    @property
    def missing_endorsements(self):
        """How many more until staff are asked."""
        return max(ENOUGH - self.endorsement_count, 0)

    @classmethod
    @transaction.atomic
    def offer(cls, *, by, subject, words, evidence=(), now=None):
        """Offer to help in `subject`; returns the Expertise. Offered again, only the words and the evidence change;
        what was taken back stands again with its endorsements. `evidence` are Posts: those of others are left out.
        Raises TooMany."""
        get_user_model().objects.select_for_update().get(pk=by.pk)  # two offers at once are counted one by one
        by.take_handle()  # their page has it in its address
        now = now or timezone.now()
        mine = cls.objects.filter(person=by).exclude(state=WITHDRAWN).exclude(subject=subject)
        offer = cls.objects.filter(person=by, subject=subject).first()
        if (offer is None or offer.state == WITHDRAWN) and mine.count() >= MOST:
            raise TooMany
        if offer is None:
            offer = cls.objects.create(person=by, subject=subject, words=words, offered_at=now, state_since=now)
            record("experts.offered", offer, by=by)
        else:
            offer._lock()
            if offer.state == WITHDRAWN:
                offer._move(offer._earned, now)
                record("experts.offered", offer, by=by)
            offer.words = words
            offer.save(update_fields=["words"])
        offer.evidence.set([post for post in evidence if post.author_id == by.pk][:EVIDENCE])
        return offer

    @transaction.atomic
    def withdraw(self, *, by, now=None):
        """Take the offer back. Endorsements stay, should it be made again. Done twice, nothing more happens."""
        self._lock()
        if self.state == WITHDRAWN:
            return
        self.confirmed_at = self.confirmed_by = None
        self._move(WITHDRAWN, now or timezone.now(), "confirmed_at", "confirmed_by")
        record("experts.withdrawn", self, by=by)

    @transaction.atomic
    def pause(self, *, by, reason="", now=None):
        """Rest: neither shown nor asked until it is taken up again. Staff say why, and the person reads it."""
        self._lock()
        if self.state == PAUSED:
            return False
        self._allow(PAUSED)
        self.paused_by_staff = by.pk != self.person_id
        self._move(PAUSED, now or timezone.now(), "paused_by_staff")
        record("experts.paused", self, by=by, reason=reason)
        if self.paused_by_staff:
            self._answer(reason, _now("Your offer to help in %(subject)s rests for now: %(why)s"), now)
        return True

    @transaction.atomic
    def resume(self, *, by, reason="", now=None):
        """Stand as before the rest. What staff paused only staff take up again: NotNow."""
        self._lock()
        if self.state != PAUSED:
            return False
        if self.paused_by_staff and by.pk == self.person_id:
            raise NotNow
        self.paused_by_staff = False
        self._move(CONFIRMED if self.confirmed_at else self._earned, now or timezone.now(), "paused_by_staff")
        record("experts.resumed", self, by=by, reason=reason)
        return True

    @transaction.atomic
    def confirm(self, *, by, reason, now=None):
        """Staff's word, after enough peers have endorsed it. Nobody confirms themselves. Raises NotNow."""
        self._lock()
        if self.state == CONFIRMED:
            return False
        self._allow(CONFIRMED)
        if self.state != ENDORSED or by.pk == self.person_id:
            raise NotNow
        now = now or timezone.now()
        self.confirmed_at, self.confirmed_by, self.answer = now, by, ""
        self._move(CONFIRMED, now, "confirmed_at", "confirmed_by", "answer")
        record("experts.confirmed", self, by=by, reason=reason)
        words = _now("You are an expert in %(subject)s: peers endorsed you, and CXPA confirmed it")
        self._tell(words % {"subject": self.subject}, now)
        return True

    @transaction.atomic
    def refuse(self, *, by, reason, now=None):
        """Not confirmed; the person reads `reason`. It comes before staff again with the next endorsement."""
        self._lock()
        if self.state != ENDORSED:
            raise NotNow
        self._move(OFFERED, now or timezone.now())
        record("experts.refused", self, by=by, reason=reason)
        self._answer(reason, _now("Your expertise in %(subject)s is not confirmed yet: %(why)s"), now)

    @transaction.atomic
    def take_back(self, *, by, reason, now=None):
        """Staff no longer confirm it; the person reads `reason`, and goes on offering if they like."""
        self._lock()
        if self.state != CONFIRMED and not (self.state == PAUSED and self.confirmed_at):
            raise NotNow
        self.confirmed_at = self.confirmed_by = None
        to = PAUSED if self.state == PAUSED else OFFERED
        self._move(to, now or timezone.now(), "confirmed_at", "confirmed_by")
        record("experts.taken_back", self, by=by, reason=reason)
        self._answer(reason, _now("Your expertise in %(subject)s is no longer confirmed: %(why)s"), now)

    def count_anew(self, now=None):
        """Count the endorsements, and let what they say follow; the caller holds this row's lock."""
        self.endorsement_count = self.endorsements.standing().count()
        self.save(update_fields=["endorsement_count"])
        if self.state in (OFFERED, ENDORSED) and self.state != self._earned:
            self._move(self._earned, now or timezone.now())

    @property
    def _earned(self):
        """The state that the endorsements give by themselves: after a refusal a new one is needed."""
        endorsements = self.endorsements.standing()
        is_enough = self.endorsement_count >= ENOUGH
        if is_enough and self.answered_at:
            is_enough = endorsements.filter(at__gt=self.answered_at).exists()
        return ENDORSED if is_enough else OFFERED

    def _lock(self):
        locked = Expertise.objects.select_for_update(of=["self"]).select_related("person", "subject")
        self.refresh_from_db(from_queryset=locked)

    def _allow(self, state):
        if state not in TRANSITIONS[self.state]:
            raise NotNow

    def _move(self, state, now, *also):
        if state != self.state:
            self._allow(state)
            self.state, self.state_since = state, now
        self.save(update_fields=["state", "state_since", *also])

    def _answer(self, why, words, now):
        now = now or timezone.now()
        self.answer, self.answered_at = why, now
        self.save(update_fields=["answer", "answered_at"])
        self._tell(words % {"subject": self.subject, "why": why}, now)

    def _tell(self, headline, now):
        tell(
            self.person,
            "forums/experts/word_of_staff",
            headline=headline,
            url=reverse("experts:offers"),
            key=f"expertise:{self.pk}:{now.timestamp():.6f}",
        )

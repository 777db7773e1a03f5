"""Cases: one open question about one text, with every reason there is to look at it, for one moderator at a time."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, Post
from members.audit.log import record

from .. import news
from .case_about import About
from .case_lists import ITS_OBJECTION, CaseQuerySet
from .holds import Held
from .objections import Objection

CLAIM_LASTS = timedelta(minutes=30)
OBJECTED_WITHIN = timedelta(days=30)
MOST_REASONS = 4  # that a row of the queue names


class NotYours(Exception):
    """The case is about this moderator's own text or flag, or not theirs to see."""


class Taken(Exception):
    """Another moderator works on it; `case` says who, and until when."""

    def __init__(self, case):
        super().__init__(case.pk)
        self.case = case


class Settled(Exception):
    """Somebody decided it a moment ago."""


class Case(About, models.Model):
    FLAGGED, FIRST, SCREENED, WORD, OBJECTION = "flagged", "first", "screened", "word", "objection"
    KINDS = [
        (FLAGGED, _("Flagged")),
        (FIRST, _("First post")),
        (SCREENED, _("Held by a rule")),
        (WORD, _("Watch word")),
        (OBJECTION, _("Objection")),
    ]
    KEPT, HIDDEN, RETURNED = "kept", "hidden", "returned"
    PUBLISHED, REFUSED, WITHDRAWN = "published", "refused", "withdrawn"
    UPHELD, DISMISSED = "upheld", "dismissed"
    OUTCOMES = [
        (KEPT, _("Stays")),
        (HIDDEN, _("Hidden")),
        (RETURNED, _("Back with its author")),
        (PUBLISHED, _("Published")),
        (REFUSED, _("Not published")),
        (WITHDRAWN, _("Taken back by its author")),
        (UPHELD, _("The objection was right")),
        (DISMISSED, _("The decision stands")),
    ]
    POST, TOPIC = "post", "topic"

    board = models.ForeignKey(
        Board, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name=_("board")
    )
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="cases", verbose_name=_("post"))
    held = models.OneToOneField(
        Held, models.CASCADE, null=True, blank=True, related_name="case", verbose_name=_("held text")
    )
    objection = models.OneToOneField(
        Objection, models.CASCADE, null=True, blank=True, related_name="case", verbose_name=_("objection")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    about_moderator = models.BooleanField(_("about a moderator"), default=False)
    found = models.JSONField(_("what rules saw"), default=list, blank=True)
    rules = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    round = models.PositiveSmallIntegerField(_("time"), default=1, help_text=_("How often it was opened."))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    waits_since = models.DateTimeField(_("waits since"), default=timezone.now)
    revised_at = models.DateTimeField(_("revised by its author"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    claimed_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    outcome = models.CharField(_("what came of it"), max_length=10, choices=OUTCOMES, blank=True)
    words = models.TextField(_("what its author reads"), max_length=1000, blank=True)
    hid = models.CharField(max_length=5, blank=True, editable=False)  # what was hidden, to be shown again

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["waits_since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post"], name="case_open_once_per_post", condition=Q(settled_at=None)),
            models.CheckConstraint(
                condition=Q(objection=None, board__isnull=False) & (Q(post__isnull=False) | Q(held__isnull=False))
                | Q(objection__isnull=False, board=None, post=None, held=None),
                name="case_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="case_settled_says_how",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="case_claim_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["flagged", "first", "screened", "word", "objection"]), name="case_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        *("", "kept", "hidden", "returned", "published", "refused", "withdrawn"),
                        *("upheld", "dismissed"),
                    ]
                ),
                name="case_outcome_known",
            ),
        ]
        indexes = [
            models.Index("waits_since", "id", name="case_waiting", condition=Q(settled_at=None)),
            models.Index(
                F("settled_at").desc(), F("id").desc(), name="case_settled", condition=Q(settled_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.get_kind_display()})"

    def get_absolute_url(self):
        return reverse("moderation:case", args=[self.pk])

    @property
    def reasons(self):
        """Why it is here, in a few words each: what was flagged, and what rules saw. Of flags read along no query."""
        flagged = dict.fromkeys(str(flag.short_reason) for flag in self.flags.all())
        return [*flagged, *(each["saw"] for each in self.found)][:MOST_REASONS]

    @property
    def is_claimed(self):
        return self.claimed_until is not None and self.claimed_until > timezone.now() and self.settled_at is None

    @property
    def state(self):
        """ "settled", "claimed" or "open"."""
        return "settled" if self.settled_at else "claimed" if self.is_claimed else "open"

    @property
    def can_be_undone(self):
        """What its author took back, what was planned, and what came of an objection stays as it is."""
        is_final = self.is_objection or self.outcome == self.WITHDRAWN
        return self.settled_at is not None and not is_final and not self._went_into_a_plan

    @property
    def can_be_objected_to(self):
        """What hid a text, or kept it from coming out, for a month; what came back can be answered by changing it."""
        is_away = self.outcome in (self.HIDDEN, self.REFUSED)
        return is_away and self.settled_at > timezone.now() - OBJECTED_WITHIN

    @property
    def objection_made(self):
        """What its author said against the decision as it is now, or None. Asks the database."""
        return self.objections.filter(round=self.round).select_related("case").first()

    def is_claimed_by_another(self, person):
        return self.is_claimed and self.claimed_by_id != person.pk

    @classmethod
    def about_post(cls, post, *, kind, found=(), rules=(), now=None):
        """The open Case about `post`, opened where there is none, with what was `found` added. The caller holds the
        lock of the post's row."""
        now = now or timezone.now()
        case = cls.objects.open().select_for_update().filter(post=post).first()
        if case is None:
            about_moderator = not post.is_nameless and post.author.is_moderator
            case = cls(board=post.topic.board, post=post, kind=kind, about_moderator=about_moderator)
            case.opened_at = case.waits_since = now
        case.found = [*case.found, *(each for each in found if each not in case.found)]
        case.rules = list(dict.fromkeys([*case.rules, *rules]))
        case.save()
        return case

    @transaction.atomic
    def claim(self, *, by, now=None):
        """Work on it for half an hour; once more prolongs it. Raises Taken, Settled and NotYours."""
        now = now or timezone.now()
        self._lock(by)
        if self.settled_at:
            raise Settled
        if self.is_claimed_by_another(by):
            raise Taken(self)
        is_new = not self.is_claimed
        self.claimed_by, self.claimed_until = by, now + CLAIM_LASTS
        self.save(update_fields=["claimed_by", "claimed_until"])
        if is_new:
            record("moderation.claimed", self, by=by)

    @transaction.atomic
    def give_back(self, *, by):
        """Let others work on it. What somebody else has taken stays theirs."""
        self._lock(by)
        if self.claimed_by_id == by.pk and self.settled_at is None:
            self.claimed_by = self.claimed_until = None
            self.save(update_fields=["claimed_by", "claimed_until"])
            record("moderation.given_back", self, by=by)

    @transaction.atomic
    def keep(self, *, by, words="", now=None):
        """The post stays, or is there again. Decided twice the same way, it counts once.

        Like each decision it raises Taken, Settled and NotYours.
        """
        if self.begin(self.KEPT, by=by):
            was_away = bool(self.hid)
            self._show_again(by=by, reason=words)
            self.settle(self.KEPT, by=by, words=words, now=now)
            if was_away or words:
                news.tell_author(self)

    @transaction.atomic
    def hide(self, *, by, words, whole_topic=False, now=None):
        """Hide the post, or the topic it opens; its author reads `words`."""
        if self.begin(self.HIDDEN, by=by):
            self._hide(by=by, reason=words, whole_topic=whole_topic, now=now)
            self.settle(self.HIDDEN, by=by, words=words, now=now)
            news.tell_author(self)

    @transaction.atomic
    def send_back(self, *, by, words, now=None):
        """Hide the post until its author has revised it; of the post that opens a topic, the topic with it."""
        if self.begin(self.RETURNED, by=by):
            self._hide(by=by, reason=words, whole_topic=self.post.number == 1, now=now)
            self.settle(self.RETURNED, by=by, words=words, now=now)
            news.tell_author(self)

    @transaction.atomic
    def revise(self, edit, *, by, now=None):
        """The author answers: `edit()` changes the text, and the same case waits again. Returns whether it did."""
        self.hold()
        if not self.is_by(by) or self.outcome != self.RETURNED:
            return False
        self.revised_at = now or timezone.now()
        self.open_again(now=now)
        edit()  # after it waits again: a watch word in the new text belongs to this case
        masked = get_user_model().objects.nameless() if self.is_nameless else by
        record("moderation.revised", self, by=masked)
        return True

    @transaction.atomic
    def undo(self, *, by, now=None):
        """Take the decision back: what it hid is there again, what it published is not, and the case waits anew."""
        self._lock(by)
        newer = Case.objects.open().filter(post__isnull=False, post=self.post_id)
        if not self.can_be_undone or newer.exists():
            return False
        was = self.outcome
        if was == self.PUBLISHED:
            self._hide(by=by, reason=str(_("A decision was taken back.")), whole_topic=self.post.number == 1, now=now)
        elif was in (self.HIDDEN, self.RETURNED) and not self.is_held:
            self._show_again(by=by, reason="")
        against_it = Case.objects.open().select_for_update().filter(objection__decision=self.pk)
        for waiting in against_it.filter(objection__round=self.round):
            waiting.settle(self.UPHELD, by=by, now=now)  # there is nothing left to object to
        self.open_again(now=now)
        record("moderation.undone", self, by=by, was=was)
        news.tell_author_it_is_open_again(self, was)
        return True

    # --- For the verbs here, those of held texts (holding.py) and of objections (objecting.py) ----------------------

    def hold(self):
        """Lock the row until the transaction ends, and read it anew."""
        self.refresh_from_db(from_queryset=self._rows)

    def begin(self, outcome, *, by):
        """Lock the row for a decision of `by`; False where they decided the same a moment ago."""
        self._lock(by)
        if self.settled_at:
            if self.outcome == outcome and self.settled_by_id == by.pk:
                return False
            raise Settled
        if self.is_claimed_by_another(by):
            raise Taken(self)
        return True

    def settle(self, outcome, *, by, words="", now=None):
        """Write the decision down and tell whoever flagged."""
        self.outcome, self.words = outcome, words
        self.settled_at, self.settled_by = now or timezone.now(), by
        self.claimed_by = self.claimed_until = None
        self.save()
        masked = get_user_model().objects.nameless() if self.is_nameless and outcome == self.WITHDRAWN else by
        record(f"moderation.{outcome}", self, by=masked, reason=words)
        news.tell_flaggers(self)

    def open_again(self, *, now=None):
        """Wait in the queue once more."""
        self.settled_at = self.settled_by = self.claimed_by = self.claimed_until = None
        self.outcome, self.waits_since = "", now or timezone.now()
        self.round += 1
        self.save()

    @property
    def _rows(self):
        rows = Case.objects.select_for_update(of=["self"])
        told = ["board", "post__topic__board", "post__author", "held__person", "held__topic__board"]
        return rows.select_related(*told, *ITS_OBJECTION)

    @property
    def _went_into_a_plan(self):
        return self.outcome == self.PUBLISHED and self.is_held

    def _lock(self, by):
        self.hold()
        if not Case.objects.reaching(by).filter(pk=self.pk).exists():
            raise NotYours

    def _hide(self, *, by, reason, whole_topic, now):
        if self.hid:  # the author revised it, and it is still away
            return
        thing = self.post.topic if whole_topic and self.post.number == 1 else self.post
        if thing.hidden_at is None:
            thing.hide(by=by, reason=reason, now=now)
            self.hid = self.POST if thing is self.post else self.TOPIC

    def _show_again(self, *, by, reason):
        if self.hid:
            thing = self.post if self.hid == self.POST else self.post.topic
            thing.restore(by=by, reason=reason)
            self.hid = ""

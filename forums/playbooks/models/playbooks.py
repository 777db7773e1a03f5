"""Playbooks: what solved topics taught, on one page that somebody looks after."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.slugs import two_words
from members.audit.log import record
from members.subjects.models import Subject

from .reading import DOUBTED, DRAFT, PUBLISHED, RETIRED, SHOWN, PlaybookQuerySet
from .refusals import NothingInIt, NotTheirs

WORDS_A_MINUTE = 220
ENOUGH_DOUBTS = 3
FORGOTTEN_AFTER = timedelta(days=60)  # past its date, before readers are warned
MONTH = timedelta(days=365.25 / 12)


class Playbook(models.Model):
    """A title, an owner, passages, and the day until which the owner says that it is true."""

    STATES = [(DRAFT, _("draft")), (PUBLISHED, _("published")), (DOUBTED, _("in doubt")), (RETIRED, _("retired"))]
    MONTHS = [(3, _("three months")), (6, _("six months")), (12, _("a year"))]

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=80)
    about = models.CharField(_("in one sentence"), max_length=250)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="playbooks", verbose_name=_("looked after by")
    )
    subjects = models.ManyToManyField(Subject, related_name="playbooks", verbose_name=_("subjects"))
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=DRAFT)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("true for"), choices=MONTHS, default=6)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    due_at = models.DateTimeField(_("still true?"), null=True, blank=True)
    asked_at = models.DateTimeField(_("owner asked"), null=True, blank=True)
    change_due_since = models.DateTimeField(_("owner says it needs a change"), null=True, blank=True)
    doubted_at = models.DateTimeField(_("in doubt since"), null=True, blank=True)
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("offered to")
    )
    offered_at = models.DateTimeField(null=True, blank=True)

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "doubted", "retired"]), name="playbook_state_known"
            ),
            models.CheckConstraint(condition=Q(months__in=[3, 6, 12]), name="playbook_true_for_some_months"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "doubted"])
                | Q(published_at__isnull=False, checked_at__isnull=False, due_at__isnull=False),
                name="playbook_shown_has_its_dates",
            ),
        ]
        indexes = [
            models.Index("published_at", "id", name="playbook_newest", condition=Q(state__in=["published", "doubted"])),
            models.Index("due_at", name="playbook_due", condition=Q(state__in=["published", "doubted"])),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("playbooks:playbook", args=[self.pk, self.slug])

    @property
    def is_shown(self):
        return self.state in SHOWN

    @property
    def is_draft(self):
        return self.state == DRAFT

    @property
    def is_doubted(self):
        return self.state == DOUBTED

    @property
    def is_retired(self):
        return self.state == RETIRED

    @property
    def is_overdue(self):
        return self.due_at is not None and self.due_at <= timezone.now()

    @property
    def minutes(self):
        """How long it takes to read."""
        return max(round(self.word_count / WORDS_A_MINUTE), 1)

    def can_be_edited_by(self, person):
        """Its owner, and moderators."""
        if not person.is_authenticated or not person.is_active:
            return False
        return person.pk == self.owner_id or person.is_moderator

    @classmethod
    @transaction.atomic
    def begin(cls, topic, *, by, title, about, subjects, months=6, token=None, now=None):
        """A draft made of the answers of `topic` that helped, each a passage to be edited; returns the Playbook.

        `token` is a UUID of the form: the same one again returns what it made before. Raises NotTheirs.
        """
        from ..making import answers_of, can_be_distilled_by, heading_for
        from .passages import Passage

        get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # a form sent twice makes one
        if token and (earlier := cls.objects.filter(token=token, owner=by).first()):
            return earlier
        if not can_be_distilled_by(topic, by):
            raise NotTheirs
        playbook = cls.objects.create(
            title=title,
            slug=two_words(title, "a-playbook"),
            about=about,
            owner=by,
            months=months,
            token=token,
            begun_at=now or timezone.now(),
        )
        playbook.subjects.set(subjects)
        record("playbooks.begun", playbook, by=by, topic=topic.pk)
        for post in answers_of(topic):
            Passage.add(playbook, by=by, heading=heading_for(post), text=post.markdown, posts=[post], now=now)
        return playbook

    @transaction.atomic
    def change(self, *, by, title, about, subjects, months):
        """Say differently what it is called, what it is about, and how long a check holds."""
        self.hold(by)
        was = self.title
        self.title, self.slug, self.about = title, two_words(title, "a-playbook"), about
        if self.checked_at and months != self.months:
            self.due_at, self.asked_at = self.checked_at + months * MONTH, None
        self.months = months
        self.save(update_fields=["title", "slug", "about", "months", "due_at", "asked_at"])
        self.subjects.set(subjects)
        record("playbooks.changed", self, by=by, was=was)

    @transaction.atomic
    def publish(self, *, by, now=None):
        """Show it to whoever may read all that stands behind it; what was retired comes back. Raises NotTheirs."""
        self.hold(by)
        if self.is_shown:
            return
        if not self.passages.standing().exists():
            raise NothingInIt
        now = now or timezone.now()
        self.state, self.published_at = PUBLISHED, self.published_at or now
        self.save(update_fields=["state", "published_at"] + self._check(now))
        record("playbooks.published", self, by=by)

    @transaction.atomic
    def confirm(self, *, by, now=None):
        """The owner looked at it: it is still true, for so many months more. Raises NotTheirs."""
        self.hold(by)
        if self.is_shown:
            self.save(update_fields=self._check(now or timezone.now()))
            record("playbooks.confirmed", self, by=by)
            self.reckon(now=now)

    @transaction.atomic
    def admit(self, *, by, now=None):
        """The owner looked at it: it needs a change, and says so until it is confirmed again. Raises NotTheirs."""
        self.hold(by)
        if self.is_shown and self.change_due_since is None:
            self.change_due_since = now or timezone.now()
            self.save(update_fields=["change_due_since"])
            record("playbooks.needs_change", self, by=by)

    @transaction.atomic
    def retire(self, *, by, reason=""):
        """Show it no longer, by its owner, a moderator or staff. Done twice, nothing more happens. Raises NotTheirs."""
        from ..news import tell_of_retiring

        self.lock()
        if not by.is_staff and not self.can_be_edited_by(by):
            raise NotTheirs
        if self.state != RETIRED:
            self.state = RETIRED
            self.save(update_fields=["state"])
            record("playbooks.retired", self, by=by, reason=reason)
            tell_of_retiring(self, by)

    @transaction.atomic
    def offer(self, *, by, to, now=None):
        """Ask `to` to look after it; another offer takes the place of the one before. Raises NotTheirs."""
        from ..news import tell_of_offer

        self.hold(by)
        if to.pk in (self.owner_id, self.offered_to_id) or not self._can_be_owned_by(to):
            raise NotTheirs
        self.offered_to, self.offered_at = to, now or timezone.now()
        self.save(update_fields=["offered_to", "offered_at"])
        record("playbooks.offered", self, by=by, to=to.pk)
        tell_of_offer(self, by)

    @transaction.atomic
    def take_over(self, *, by):
        """Look after it from now on. Raises NotTheirs where it is no longer offered to `by`."""
        self.lock()
        if self.owner_id == by.pk:
            return
        if self.offered_to_id != by.pk or not self._can_be_owned_by(by):
            raise NotTheirs
        self._change_hands(by)
        record("playbooks.taken_over", self, by=by)

    @transaction.atomic
    def give(self, to, *, by, reason):
        """Staff put it into the hands of `to`, where its owner has gone. Raises NotTheirs."""
        self.lock()
        if self.owner_id == to.pk:
            return
        if not by.is_staff or not self._can_be_owned_by(to):
            raise NotTheirs
        self._change_hands(to)
        record("playbooks.given", self, by=by, to=to.pk, reason=reason)

    @transaction.atomic
    def let_pass(self, *, by):
        """Say no to the offer, or take it back."""
        self.lock()
        if self.offered_to_id is not None and (by.pk == self.offered_to_id or self.can_be_edited_by(by)):
            self.offered_to = self.offered_at = None
            self.save(update_fields=["offered_to", "offered_at"])
            record("playbooks.offer_ended", self, by=by)

    @transaction.atomic
    def ask_owner(self, *, now):
        """Ask the owner whether it is still true, once per date: whoever changes the row first asks."""
        from ..news import tell_of_date

        claimed = Playbook.objects.due(now).filter(pk=self.pk).order_by().update(asked_at=now)
        if claimed:
            self.refresh_from_db()
            tell_of_date(self)
        return bool(claimed)

    @transaction.atomic
    def reckon(self, *, now=None):
        """Let the state follow from the open doubts and the date: three doubts or a forgotten date put it in doubt,
        and it stays so until each doubt is answered and the date is kept. Returns whether it changed."""
        from ..news import tell_of_state

        now = now or timezone.now()
        self.lock()
        doubts = self.doubts.open().count()
        is_forgotten = self.due_at is not None and self.due_at + FORGOTTEN_AFTER <= now
        if self.state == PUBLISHED and (doubts >= ENOUGH_DOUBTS or is_forgotten):
            self.state, self.doubted_at = DOUBTED, now
        elif self.state == DOUBTED and not doubts and not is_forgotten:
            self.state, self.doubted_at = PUBLISHED, None
        else:
            return False
        self.save(update_fields=["state", "doubted_at"])
        record(f"playbooks.{self.state}", self, by=None)
        tell_of_state(self)
        return True

    def hold(self, by):
        """Lock the row for a change by `by`. Raises NotTheirs."""
        self.lock()
        if not self.can_be_edited_by(by):
            raise NotTheirs

    def lock(self):
        """Hold the row until the transaction ends, as it stands now."""
        self.refresh_from_db(from_queryset=Playbook.objects.select_for_update(of=["self"]).select_related("owner"))

    def count_words(self):
        """Keep how long it is; the caller holds the row."""
        self.word_count = self.passages.standing().aggregate(n=Sum("word_count"))["n"] or 0
        self.save(update_fields=["word_count"])

    def _check(self, now):
        """True from `now` for so many months; the columns that changed."""
        self.checked_at, self.due_at = now, now + self.months * MONTH
        self.asked_at = self.change_due_since = None
        return ["checked_at", "due_at", "asked_at", "change_due_since"]

    def _can_be_owned_by(self, person):
        """Whether `person` is a member who may read every board behind it; a draft too."""
        if not person.is_active or not person.is_member:
            return False
        return Playbook.objects.filter(pk=self.pk).standing_on_boards_of(person).exists()

    def _change_hands(self, to):
        from ..news import tell_of_taking_over

        before, self.owner, self.offered_to, self.offered_at = self.owner, to, None, None
        self.save(update_fields=["owner", "offered_to", "offered_at"])
        tell_of_taking_over(self, before)

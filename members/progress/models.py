"""Drafts: what somebody is writing, kept on the server as they write, any number of them."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .drafts import UnknownKind, kind_of
from .words import bounded, is_blank, spoken

MOST = 200  # drafts of one person
KEPT_DAYS = 365  # untouched
RETURNS_DAYS = 2  # that what was thrown away can be brought back
EXCERPT = 180
BESIDE = ["id", "key", "fields", "version", "writer", "begun_at", "saved_at", "ended_at"]


class Overtaken(Exception):
    """Another window wrote into the same draft meanwhile; `draft` is what stands there now."""

    def __init__(self, draft):
        super().__init__(draft.key)
        self.draft = draft


class TooMany(Exception):
    """The person has as many drafts as are kept; `oldest` is the one untouched for longest."""

    def __init__(self, oldest):
        super().__init__(oldest.key)
        self.oldest = oldest


class DraftQuerySet(models.QuerySet):
    def living(self):
        return self.filter(ended_at=None)

    def of(self, person):
        """The drafts `person` can go on with; none for a stranger."""
        return self.living().filter(person=person) if person.is_authenticated else self.none()

    def find(self, person, key):
        """The draft of `person` with this key, or None."""
        return self.of(person).filter(key=key).first()

    def thrown_away_by(self, person, now=None):
        """What `person` threw away and can still bring back."""
        since = (now or timezone.now()) - timedelta(days=RETURNS_DAYS)
        return self.filter(person=person, ended_at__gt=since).exclude(fields={})

    def beside(self):
        """The one draft of this query as a column of another; `Draft.read` makes a draft of it again."""
        return Subquery(self.values(one=JSONObject(**{name: name for name in BESIDE})))

    def newest_first(self):
        return self.order_by("-saved_at", "-id")

    def older_than(self, moment, pk):
        """What comes after the draft (`moment`, `pk`) in `newest_first`: the next page, without an offset."""
        return self.filter(Q(saved_at__lt=moment) | Q(saved_at=moment, id__lt=pk))

    def clean(self, now=None):
        """Delete what nobody touched for a year, and what ended and can no longer be brought back; returns how many."""
        now = now or timezone.now()
        untouched = Q(saved_at__lte=now - timedelta(days=KEPT_DAYS))
        ended = Q(ended_at__lte=now - timedelta(days=RETURNS_DAYS))
        return self.filter(untouched | ended).delete()[0]


class Draft(models.Model):
    """One text under way. Every change raises `version`; a window that knows an older one does not overwrite.

    A draft that was sent stays for a while without its words (`ended_at`): a window, or a save that was still on its
    way, would otherwise bring it back to life. Nothing of this is recorded in the audit: it is nobody else's business.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("person")
    )
    key = models.CharField(_("key"), max_length=100, help_text=_("The kind, and which one: reply:731."))
    fields = models.JSONField(_("words"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    writer = models.CharField(max_length=40, blank=True, editable=False)  # the window that wrote last
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    ended_at = models.DateTimeField(_("sent or thrown away"), null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="draft_once_per_key"),
            models.CheckConstraint(condition=Q(version__gte=1), name="draft_versions_start_at_1"),
        ]
        indexes = [
            models.Index(
                "person", F("saved_at").desc(), F("id").desc(), name="draft_newest", condition=Q(ended_at=None)
            ),
            models.Index("saved_at", name="draft_untouched"),
            models.Index("ended_at", name="draft_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self):
        return str(self.label)

    def get_absolute_url(self):
        return reverse("progress:draft", args=[self.pk])

    @classmethod
    def read(cls, beside, person):
        """The draft of `person` that a query had beside what it asked for (`beside()`); None where there was none."""
        if beside is None:
            return None
        fields = {name: cls._meta.get_field(name).to_python(beside[name]) for name in BESIDE if name != "fields"}
        return cls(person=person, fields=beside["fields"], **fields)

    @cached_property
    def kind(self):
        """The Kind; None where no room writes such drafts any more."""
        try:
            return kind_of(self.key)
        except UnknownKind:
            return None

    @property
    def rest(self):
        """What follows the kind in the key: which topic, which post."""
        return self.key.partition(":")[2]

    @property
    def label(self):
        return self.kind.label if self.kind else _("Draft")

    @property
    def title(self):
        """What it is about, by the room that writes such drafts."""
        return (self.kind and self.kind.title(self)) or _("Without a title yet")

    @property
    def url(self):
        """Where its writer goes on; "" where they can no longer, and only read what they wrote."""
        return self.kind.url(self) if self.kind else ""

    @property
    def text(self):
        """All that was written, without what was only chosen."""
        return "\n\n".join(each for each in spoken(self.fields, self.kind.choices if self.kind else ()) if each.strip())

    @property
    def excerpt(self):
        """The first words of the text, without the title, which stands above them."""
        aside = {"title", *(self.kind.choices if self.kind else ())}
        words = " ".join(" ".join(spoken(self.fields, aside))[: EXCERPT * 4].split())
        return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"

    @classmethod
    @transaction.atomic
    def keep(cls, *, by, key, fields, version=None, writer="", now=None):
        """Keep `fields` ({name: text}) as the draft `key` of `by`; returns the Draft. Blank fields end it.

        `version` is the one the window knows (0: none yet); None overwrites whatever is there. `writer` names the
        window: what it saved itself overtakes nobody, also when the answer to it got lost.
        Raises Overtaken, TooLong, TooMany and UnknownKind; then nothing has changed.
        """
        kind, fields, now = kind_of(key), bounded(fields), now or timezone.now()
        draft = cls.objects.select_for_update().filter(person=by, key=key).first()
        if draft is None:
            if is_blank(fields, kind.choices):
                return cls(person=by, key=key, version=version or 0, ended_at=now)
            draft, new = cls._begin(by=by, key=key, fields=fields, version=version, writer=writer, now=now)
            if new:
                return draft
        draft._hold_against(fields, version, writer)
        if draft.fields == fields and draft.ended_at is None:
            return draft
        is_over = is_blank(fields, kind.choices)
        if draft.ended_at and not is_over:
            cls._make_room(by)
            draft.begun_at = now
        draft._change({} if is_over else fields, ended_at=now if is_over else None, writer=writer, now=now)
        return draft

    @classmethod
    def drop(cls, *, by, key, version=None, writer="", fields=None, now=None):
        """The draft was sent: its words are gone, and what a window still has on its way does not bring it back.

        `version`, `writer` and `fields` are those of the form that was sent: what another window wrote since stays,
        unless it is the same.
        """
        kind_of(key)
        known = cls.objects.filter(person=by, key=key).first()
        if known is None or known.ended_at is None or known.fields:
            cls._end(by=by, key=key, version=version, writer=writer, fields=fields, now=now or timezone.now())

    @classmethod
    @transaction.atomic
    def _end(cls, *, by, key, version, writer, fields, now):
        ended = {"ended_at": now, "saved_at": now, "begun_at": now, "version": (version or 0) + 1}
        draft, new = cls.objects.select_for_update().get_or_create(person=by, key=key, defaults=ended)
        if new or (draft.ended_at and not draft.fields):
            return
        if draft.ended_at is None:
            try:
                draft._hold_against(fields, version, writer)
            except Overtaken:
                return
        draft._change({}, ended_at=now, writer="", now=now)

    @transaction.atomic
    def throw_away(self, *, by, now=None):
        """Put the draft aside; for two days it can be brought back. Done twice, the first moment stays."""
        mine = Draft.objects.select_for_update().of(by).filter(pk=self.pk).first()
        if mine is not None:
            now = now or timezone.now()
            mine._change(mine.fields, ended_at=now, writer="", now=now)

    @transaction.atomic
    def bring_back(self, *, by, now=None):
        """Take it out of the bin again. Raises TooMany. Done twice, it changes nothing."""
        now = now or timezone.now()
        mine = Draft.objects.select_for_update().thrown_away_by(by, now).filter(pk=self.pk).first()
        if mine is not None:
            self._make_room(by)
            mine._change(mine.fields, ended_at=None, writer="", now=now)

    @classmethod
    def _begin(cls, *, by, key, fields, version, writer, now):
        """(draft, True), or (the one another window began a moment ago, False)."""
        cls._make_room(by)
        moments = {"begun_at": now, "saved_at": now}
        # Above what the window knows: a number that was given once is never given again.
        about = {"fields": fields, "version": (version or 0) + 1, "writer": writer, **moments}
        try:
            with transaction.atomic():
                return cls.objects.create(person=by, key=key, **about), True
        except IntegrityError:
            return cls.objects.select_for_update().get(person=by, key=key), False

    @classmethod
    def _make_room(cls, person):
        drafts = cls.objects.of(person)
        if drafts.count() >= MOST:
            raise TooMany(drafts.newest_first().last())

    def _hold_against(self, fields, version, writer):
        """Raise Overtaken where this row knows of words that the window which sends `fields` has not seen."""
        if version is None or version == self.version or (self.fields == fields and self.ended_at is None):
            return
        if self.ended_at or not writer or writer != self.writer:
            raise Overtaken(self)

    def _change(self, fields, *, ended_at, writer, now):
        self.fields, self.ended_at, self.writer, self.saved_at = fields, ended_at, writer, now
        self.version += 1
        self.save(update_fields=["fields", "ended_at", "writer", "saved_at", "begun_at", "version"])

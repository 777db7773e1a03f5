"""Sounding boards: a half-formed idea, five members and a week, and nothing of it is public."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions import markdown
from members.audit.log import record
from members.subjects.models import Subject

from .invitations import Invitation
from .refusals import NobodyToAsk, NotNow
from .views import View

PEOPLE = 5
FEWEST = 3  # views, before anything of it can be told outside: among fewer each person could be recognised
LASTS = timedelta(days=7)


def can_ask(person):
    """Whether `person` may ask five members: members and staff."""
    return person.is_authenticated and person.is_active and (person.is_member or person.is_staff)


class SoundingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of their own, and those on which they were asked and still hold a place. Nobody else, staff neither."""
        if not person.is_authenticated:
            return self.none()
        mine = Invitation.objects.standing().of(person).filter(sounding=OuterRef("pk"))
        return self.filter(Q(author=person.pk) | (Exists(mine) & ~Q(state=Sounding.WITHDRAWN)))

    def by(self, person):
        return self.filter(author=person.pk)

    def asking(self, person):
        """Those on which `person` was asked."""
        return self.visible_to(person).exclude(author=person.pk)

    def newest_first(self):
        return self.order_by("-opened_at", "-pk")

    def open(self):
        return self.filter(state=Sounding.OPEN)

    def over(self, now):
        """Open still, though their week has ended by `now`."""
        return self.open().filter(ends_at__lte=now).order_by("ends_at", "pk")


class Sounding(models.Model):
    """One idea on which five members are asked. What is not yet sent is a draft of `members.progress`."""

    OPEN, CLOSED, WITHDRAWN = "open", "closed", "withdrawn"
    STATES = [(OPEN, _("open")), (CLOSED, _("closed")), (WITHDRAWN, _("taken back"))]

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="soundings")
    title = models.CharField(_("the idea in a line"), max_length=120)
    text = models.TextField(_("the idea"))
    html = models.TextField(editable=False)
    question = models.CharField(_("what you want to know"), max_length=250)
    subjects = models.ManyToManyField(Subject, related_name="+", verbose_name=_("what it is about"))
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=OPEN)
    token = models.UUIDField(null=True, unique=True, editable=False)
    view_count = models.PositiveSmallIntegerField(_("views"), default=0, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = SoundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sounding board")
        verbose_name_plural = _("sounding boards")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "closed", "withdrawn"]), name="sounding_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="sounding_ends_after_it_opens"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="sounding_closed_at_a_moment",
            ),
            models.UniqueConstraint(fields=["author"], condition=Q(state="open"), name="one_open_sounding_per_author"),
        ]
        indexes = [models.Index("ends_at", name="sounding_ends", condition=Q(state="open"))]

    def __str__(self):
        # Its title is nobody else's business, and this stands in the record and in the admin.
        return str(_("Sounding board %(number)s") % {"number": self.pk})

    def get_absolute_url(self):
        return reverse("soundings:sounding", args=[self.pk])

    @property
    def is_open(self):
        return self.state == self.OPEN and self.ends_at > timezone.now()

    @property
    def is_withdrawn(self):
        return self.state == self.WITHDRAWN

    @property
    def can_be_told(self):
        """Whether a synthesis can be written of it."""
        return self.state == self.CLOSED and self.view_count >= FEWEST

    @property
    def why_not_told(self):
        """Why none can be written yet, or at all."""
        if self.state == self.CLOSED:
            return _("With fewer than three views each person could be recognised: nothing of it is published.")
        return _("A synthesis is written when the sounding board has closed.")

    def place_of(self, person):
        """The Invitation of `person`, whatever became of it; None where they were never asked."""
        return self.invitations.of(person).first()

    @classmethod
    @transaction.atomic
    def begin(cls, *, by, title, text, question, subjects, token=None, now=None):
        """Ask five members, or as many as can be asked now; the others follow while days remain.

        `token` is a UUID of the form: the same one again returns what it made before. Raises NotNow where `by` is no
        member or has a board open already, NobodyToAsk where nobody can be asked; then nothing has changed.
        """
        from ..choosing import fill

        get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # a form sent twice makes one
        if token and (earlier := cls.objects.by(by).filter(token=token).first()):
            return earlier
        if not can_ask(by):
            raise NotNow(_("Asking five members is for members of CXPA."))
        if cls.objects.by(by).open().exists():
            raise NotNow(_("You have one open already. When it has closed, you can ask again."))
        now = now or timezone.now()
        sounding = cls.objects.create(
            author=by,
            title=title,
            text=text,
            html=markdown.render(text),
            question=question,
            token=token,
            opened_at=now,
            ends_at=now + LASTS,
        )
        sounding.subjects.set(subjects)
        if not fill(sounding, now=now):
            raise NobodyToAsk
        record("soundings.begun", sounding, by=by)
        return sounding

    @transaction.atomic
    def give_view(self, *, by, keep, worry, thought_of, now=None):
        """The view of `by`, given or changed; the fifth closes the board. Returns the View. Raises NotNow."""
        from ..news import tell_of_view

        now = now or timezone.now()
        self._lock()
        place = self.place_of(by)
        if not self.is_open or place is None or not place.is_standing or not can_ask(by):
            raise NotNow
        said = {"keep": keep, "worry": worry, "thought_of": thought_of}
        view, new = View.objects.get_or_create(sounding=self, person=by, defaults={**said, "at": now})
        if not new:
            if view.parts != said:
                View.objects.filter(pk=view.pk).update(**said, changed_at=now)
                view.refresh_from_db()
            return view
        Invitation.objects.filter(pk=place.pk).update(state=Invitation.ANSWERED, answered_at=now)
        self.view_count = self.views.count()
        self.save(update_fields=["view_count"])
        record("soundings.view_given", self, by=by)
        tell_of_view(self, view)
        if self.view_count >= PEOPLE:
            self.close(now=now)
        return view

    @transaction.atomic
    def close(self, *, by=None, now=None):
        """Take no more views, and tell everybody. Done twice, the first moment stays; returns whether it closed now."""
        from ..news import tell_of_closing

        changed = Sounding.objects.open().filter(pk=self.pk).update(state=self.CLOSED, closed_at=now or timezone.now())
        self.refresh_from_db(fields=["state", "closed_at"])
        if changed:
            record("soundings.closed", self, by=by, views=self.view_count)
            tell_of_closing(self)
        return bool(changed)

    @transaction.atomic
    def withdraw(self, *, by, now=None):
        """Take the idea back: nobody who was asked sees it any longer. Done twice, the first moment stays."""
        if by.pk != self.author_id:
            raise NotNow
        changed = (
            Sounding.objects.open().filter(pk=self.pk).update(state=self.WITHDRAWN, closed_at=now or timezone.now())
        )
        self.refresh_from_db(fields=["state", "closed_at"])
        if changed:
            record("soundings.withdrawn", self, by=by)

    def _lock(self):
        self.refresh_from_db(from_queryset=Sounding.objects.select_for_update(of=["self"]).select_related("author"))

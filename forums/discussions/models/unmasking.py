"""Learning who wrote without a name: never by one person alone, always with a reason, and never without a trace."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record
from members.mail.notices import tell

from .behind import Behind

OPEN_FOR = timedelta(days=14)  # after the approval the name can be looked at; then it takes a new request


class NotUnmasked(Exception):
    """It cannot be done so; says why in a sentence."""


class UnmaskingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(approved_at=None, refused_at=None)

    def waiting_for(self, person):
        """Those that `person` may decide: they asked for none of them."""
        return self.waiting().exclude(asked_by=person.pk)


class Unmasking(models.Model):
    """One request of staff to learn who wrote a post. Another of them decides; superusers need one another too."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="+", verbose_name=_("post"))
    reason = models.CharField(_("why"), max_length=500)
    is_legal = models.BooleanField(_("the law forbids to tell the author"), default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("refused by")
    )
    refused_at = models.DateTimeField(_("refused"), null=True)
    seen_at = models.DateTimeField(_("first looked at"), null=True)

    objects = UnmaskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to learn an author")
        verbose_name_plural = _("requests to learn an author")
        permissions = [("unmask", "Can learn, together with somebody else, who wrote without a name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="unmasking_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="unmasking_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seen_at=None) | Q(approved_at__isnull=False), name="unmasking_seen_when_approved"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(refused_at=None), name="unmasking_decided_one_way"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(approved_at=None, refused_at=None), name="unmasking_asked_once"
            ),
        ]

    def __str__(self):
        return f"{self.post}"

    @classmethod
    @transaction.atomic
    def ask(cls, post, *, by, reason, is_legal=False):
        """Ask to learn who wrote `post`; returns the request. Raises NotUnmasked. Asked again while one waits, it is
        the same one."""
        _check(by)
        if not post.speaks_as:
            raise NotUnmasked(_now("This post has its author's name."))
        about = {"reason": reason, "is_legal": is_legal, "asked_by": by}
        asked, new = cls.objects.get_or_create(post=post, approved_at=None, refused_at=None, defaults=about)
        if new:
            record("discussions.unmasking_asked", post, by=by, reason=reason, is_legal=is_legal)
        return asked

    @property
    def is_waiting(self):
        return self.approved_at is None and self.refused_at is None

    @property
    def is_open(self):
        """Whether the name can be looked at now."""
        return self.approved_at is not None and timezone.now() < self.approved_at + OPEN_FOR

    @transaction.atomic
    def approve(self, *, by):
        """Somebody other than who asked agrees. Raises NotUnmasked. Done twice, the first moment stays."""
        locked = self._decided_by(by)
        if locked.asked_by_id == by.pk:
            raise NotUnmasked(_now("You asked for this yourself: somebody else decides."))
        if locked.approved_at is None:
            self._save(approved_by=by, approved_at=timezone.now())
            record("discussions.unmasking_approved", self.post, by=by, reason=self.reason)

    @transaction.atomic
    def refuse(self, *, by, reason):
        """Say no, or take one's own request back. Raises NotUnmasked once it is approved."""
        locked = self._decided_by(by)
        if locked.approved_at is not None:
            raise NotUnmasked(_now("Somebody approved it a moment ago."))
        if locked.refused_at is None:
            self._save(refused_by=by, refused_at=timezone.now())
            record("discussions.unmasking_refused", self.post, by=by, reason=reason)

    @transaction.atomic
    def look(self, *, by):
        """Who wrote it: the Person, or None where that account is gone. Each look is recorded; the first one tells the
        author, unless the law forbids it. Raises NotUnmasked."""
        _check(by)
        locked = Unmasking.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open:
            raise NotUnmasked(_now("This is not approved, or it was more than two weeks ago."))
        writer = Behind.person_of(self.post)
        record("discussions.unmasked", self.post, by=by, reason=self.reason)
        if locked.seen_at is None:
            self._save(seen_at=timezone.now())
            if writer and not self.is_legal:
                self._tell(writer)
        return writer

    def _tell(self, writer):
        words = _now("Two people of staff looked up who wrote your post in “%(topic)s”, for this reason: %(why)s")
        tell(
            writer,
            "forums/discussions/unmasked",
            headline=words % {"topic": self.post.topic, "why": self.reason},
            url=self.post.get_absolute_url(),
            key=f"unmasking:{self.pk}",
            is_private=True,
        )

    def _decided_by(self, person):
        _check(person)
        return Unmasking.objects.select_for_update().get(pk=self.pk)

    def _save(self, **columns):
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=list(columns))


def _check(person):
    if not (person.is_active and person.is_staff and person.has_perm("discussions.unmask")):
        raise NotUnmasked(_now("This takes two people of staff who may learn authors."))

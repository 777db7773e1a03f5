"""Boards: places for topics, each with an audience that may read and an audience that may write."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience, audiences_of, seen_by


class BoardQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Boards whose audience `person` belongs to; strangers see those for everyone."""
        return self.filter(seen_by(person))

    def open_to(self, person):
        """Boards in which `person` may write."""
        return self.visible_to(person).filter(posting__in=audiences_of(person)) if person.is_active else self.none()


class Board(models.Model):
    WRITERS = [
        (Audience.ACCOUNTS.value, Audience.ACCOUNTS.label),
        (Audience.MEMBERS.value, Audience.MEMBERS.label),
    ]

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.CharField(_("what it is for"), max_length=250, blank=True)
    audience = models.CharField(_("who may read"), max_length=10, choices=Audience, default=Audience.MEMBERS)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="boards", verbose_name=_("named group")
    )
    posting = models.CharField(_("who may write"), max_length=10, choices=WRITERS, default=Audience.MEMBERS)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Small numbers stand first."))

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="group", group__isnull=False) | (~Q(audience="group") & Q(group=None)),
                name="board_names_its_group",
                violation_error_message=_("Name a group exactly when only a group may read."),
            ),
            models.CheckConstraint(condition=Q(posting__in=["accounts", "members"]), name="board_posting_known"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:board", args=[self.slug])

    @property
    def is_public(self):
        return self.audience == Audience.EVERYONE

    @property
    def audience_sentence(self):
        """Who will read what is written here, in words for the writer."""
        if self.audience == Audience.GROUP:
            return _("Only people in “%(group)s” can read this board.") % {"group": self.group}
        return {
            Audience.EVERYONE: _("Everyone can read this board, also without signing in."),
            Audience.ACCOUNTS: _("Everyone with an account can read this board."),
            Audience.MEMBERS: _("Members of CXPA can read this board."),
        }[self.audience]

    def can_be_posted_to_by(self, person):
        """Whether `person`, who can see this board, may write in it."""
        return person.is_authenticated and person.is_active and self.posting in audiences_of(person)

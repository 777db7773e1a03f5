"""Boards: places for topics, each with an audience that may read and an audience that may write."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import NAMED, Audience, audiences_of, names_its_group, seen_by

from .. import languages


class BoardQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Boards whose audience `person` belongs to; strangers see those for everyone."""
        return self.filter(seen_by(person))

    def open_to(self, person):
        """Boards in which `person` may write."""
        if not person.is_active:
            return self.none()
        return self.visible_to(person).filter(
            Q(posting__in=audiences_of(person)) | Q(posting="group", posting_group__in=person.group_ids)
        )


class Board(models.Model):
    WRITERS = [
        (Audience.ACCOUNTS.value, Audience.ACCOUNTS.label),
        (Audience.MEMBERS.value, Audience.MEMBERS.label),
        (Audience.GROUP.value, _("Only a named group")),
    ]

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.CharField(_("what it is for"), max_length=250, blank=True)
    audience = models.CharField(_("who may read"), max_length=10, choices=Audience, default=Audience.MEMBERS)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="boards", verbose_name=_("named group")
    )
    posting = models.CharField(_("who may write"), max_length=10, choices=WRITERS, default=Audience.MEMBERS)
    posting_group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("named group that may write")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Small numbers stand first."))
    language = models.CharField(
        _("language"),
        max_length=20,
        choices=languages.CHOICES,
        default=languages.ENGLISH,
        help_text=_("What people write here: search knows its endings, and finds “Reise” with “Reisen”."),
    )

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "name"]
        constraints = [
            names_its_group("board_names_its_group", _("Name a group exactly when only a group may read.")),
            models.CheckConstraint(
                condition=Q(posting="group", posting_group__isnull=False)
                | Q(posting__in=["accounts", "members"], posting_group=None),
                name="board_posting_known",
                violation_error_message=_("Name a group exactly when only a group may write."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=[name for name, _label in languages.CHOICES]), name="board_language_known"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:board", args=[self.slug])

    @property
    def is_public(self):
        return self.audience == Audience.EVERYONE

    @property
    def is_among_members(self):
        """Whether those who read it know each other as members, a network or a group: where failures can be told."""
        return self.audience in (Audience.MEMBERS, *NAMED)

    @property
    def audience_sentence(self):
        """Who will read what is written here, in words for the writer."""
        if self.audience == Audience.NETWORK:
            return _("Only people of the %(network)s can read this board.") % {"network": self.group}
        if self.audience == Audience.GROUP:
            return _("Only people in “%(group)s” can read this board.") % {"group": self.group}
        return {
            Audience.EVERYONE: _("Everyone can read this board, also without signing in."),
            Audience.ACCOUNTS: _("Everyone with an account can read this board."),
            Audience.MEMBERS: _("Members of CXPA can read this board."),
        }[self.audience]

    @property
    def writing_sentence(self):
        """Who may write here, in words."""
        if self.posting == Audience.GROUP:
            return _("Only people in “%(group)s” write here.") % {"group": self.posting_group}
        if self.posting == Audience.MEMBERS:
            return _("Members of CXPA write here.")
        return _("Everyone with an account may write here.")

    def clean(self):
        """Refuse to open a board whose stories of failure were told among members."""
        opened = not self.is_among_members
        if self.pk and opened and self.topics.filter(kind="failure").exists():
            sentence = _("Stories of failure were told here among members: this board cannot be opened to others.")
            raise ValidationError({"audience": sentence})

    def is_within(self, other):
        """Whether everyone who reads this board reads `other` too. Networks and groups take in free accounts."""
        if other.audience in NAMED:
            return self.audience in NAMED and self.group_id == other.group_id
        within = {
            Audience.EVERYONE: set(Audience),
            Audience.ACCOUNTS: set(Audience) - {Audience.EVERYONE},
            Audience.MEMBERS: {Audience.MEMBERS},
        }
        return self.audience in within[other.audience]

    def can_be_posted_to_by(self, person):
        """Whether `person`, who can see this board, may write in it."""
        if not person.is_authenticated or not person.is_active:
            return False
        if self.posting == Audience.GROUP:
            return self.posting_group_id in person.group_ids
        return self.posting in audiences_of(person)

"""The vocabulary of customer experience: five competencies and the subjects under each, shared by all floors."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .contexts import Context, region_of
from .interests import Interest

__all__ = ["TREE_ORDER", "Interest", "PersonContext", "Subject"]

TREE_ORDER = [
    Coalesce("parent__position", "position"),
    Coalesce("parent_id", "id"),
    F("parent_id").asc(nulls_first=True),
    "position",
    "name",
]


class SubjectQuerySet(models.QuerySet):
    def competencies(self):
        """The top of the tree, in its order."""
        return self.filter(parent=None).order_by("position", "name")

    def under(self, competency):
        """The subjects of one competency, in their order."""
        return self.filter(parent=competency).order_by("position", "name")

    def in_tree_order(self):
        """Each competency followed by its subjects."""
        return self.select_related("parent").order_by(*TREE_ORDER)


class Subject(models.Model):
    """A competency (no parent), or a subject under one."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subjects",
        limit_choices_to={"parent": None},
        verbose_name=_("competency"),
        help_text=_("Empty: this is a competency itself."),
    )
    description = models.CharField(_("what it is about"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Small numbers stand first."))

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="subject_named_once",
                nulls_distinct=False,
                violation_error_message=_("There is a subject with this name here already."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="subject_not_under_itself",
                violation_error_message=_("A subject cannot stand under itself."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_competency(self):
        return self.parent_id is None


class PersonContext(Context):
    """Where a person works, as they say it themselves; each part may stay unsaid."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="work_context"
    )

    class Meta:
        verbose_name = _("where a person works")
        verbose_name_plural = _("where people work")
        constraints = Context.rules("person_context")

    def __str__(self):
        return str(self.person)

    @classmethod
    def of(cls, person):
        """{part: word} of what `person` said; their country's region where they have not said another."""
        said = cls.objects.filter(person=person).values(*cls.PARTS).first()
        return said or {"region": region_of(person.country)}

    @classmethod
    def say(cls, person, **parts):
        """Keep {part: word}; parts left out are no longer said."""
        cls.objects.update_or_create(person=person, defaults=dict.fromkeys(cls.PARTS, "") | parts)

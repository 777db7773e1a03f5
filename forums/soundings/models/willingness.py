"""Whether a member may be asked for a view on half-formed ideas."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post
from members.audit.log import record


class Willingness(models.Model):
    """What a person said of it. Absent: they may be asked once they have written something here."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="sounding_willingness"
    )
    is_open = models.BooleanField(_("may be asked"))
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("choice to be asked")
        verbose_name_plural = _("choices to be asked")

    def __str__(self):
        return str(self.person)

    @classmethod
    def of(cls, person):
        """Whether `person` may be asked."""
        said = cls.objects.filter(person=person.pk).values_list("is_open", flat=True).first()
        return Post.objects.filter(author=person.pk).exists() if said is None else said

    @classmethod
    @transaction.atomic
    def choose(cls, *, by, is_open, now=None):
        """`by` may be asked from now on, or no longer. The same choice again changes nothing."""
        if cls.objects.filter(person=by.pk, is_open=is_open).exists():
            return
        chosen, _new = cls.objects.update_or_create(
            person_id=by.pk, defaults={"is_open": is_open, "chosen_at": now or timezone.now()}
        )
        record("soundings.willingness_chosen", chosen, by=by, is_open=is_open)


def are_open(people):
    """Those of `people` (a queryset of Persons) who may be asked."""
    said = Willingness.objects.filter(person=OuterRef("pk"))
    wrote = Post.objects.filter(author=OuterRef("pk"))
    return people.filter(Exists(said.filter(is_open=True)) | (~Exists(said) & Exists(wrote)))

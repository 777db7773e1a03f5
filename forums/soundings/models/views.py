"""What somebody who was asked has to say: one thing to keep, one worry, one thing to think of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 600  # characters of each of the three


class View(models.Model):
    """One person's view on one idea; theirs to change until the board closes."""

    PARTS = ["keep", "worry", "thought_of"]

    sounding = models.ForeignKey("soundings.Sounding", models.CASCADE, related_name="views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sounding_views")
    keep = models.CharField(_("keep this"), max_length=LONGEST)
    worry = models.CharField(_("this worries me"), max_length=LONGEST)
    thought_of = models.CharField(_("have you thought of …"), max_length=LONGEST)
    at = models.DateTimeField(_("given"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sounding", "person"], name="one_view_per_person"),
            models.CheckConstraint(
                condition=~Q(keep="") & ~Q(worry="") & ~Q(thought_of=""), name="view_says_all_three"
            ),
        ]

    def __str__(self):
        return f"{self.sounding}, view {self.pk}"

    @property
    def parts(self):
        """{name: text} of the three, as a form takes them."""
        return {name: getattr(self, name) for name in self.PARTS}

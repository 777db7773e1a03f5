"""Thanks: what a reader tells an author in one click. There are no votes against anybody."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Thanks(models.Model):
    THANKS, HELPED, SAME = "thanks", "helped", "same"
    KINDS = [(THANKS, _("Thank you")), (HELPED, _("This helped me")), (SAME, _("Same here"))]

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thanks_given")
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS, default=THANKS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "kind"], name="thanked_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=["thanks", "helped", "same"]), name="thanks_kind_known"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="thanks_of_person")]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"

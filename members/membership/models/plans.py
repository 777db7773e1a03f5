from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.billing.money import money


class PlanQuerySet(models.QuerySet):
    def open(self):
        """Those one can join today, in the order staff gave them."""
        return self.filter(is_open=True)


class Plan(models.Model):
    """A way to belong, with its price. What somebody bought keeps what it was bought under, whatever changes here."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(unique=True)
    who_for = models.CharField(_("who it is for"), max_length=120)
    sentence = models.CharField(_("what it brings, in one sentence"), max_length=240, blank=True)
    price = models.PositiveIntegerField(
        _("price"),
        validators=[MinValueValidator(1)],
        help_text=_("In the smallest unit of the currency: 27500 is $275."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    months = models.PositiveSmallIntegerField(_("months"), default=12, validators=[MinValueValidator(1)])
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=30, help_text=_("After the end, everything stays open for so long.")
    )
    renewal_opens_days = models.PositiveSmallIntegerField(
        _("renewal opens"), default=60, help_text=_("Days before the end.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_open = models.BooleanField(_("can be joined"), default=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="plan_has_a_price"),
            models.CheckConstraint(condition=Q(months__gt=0), name="plan_lasts"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("membership:join", args=[self.slug])

    @property
    def price_in_words(self):
        return money(self.price, self.currency)

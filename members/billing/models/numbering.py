from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The last number given in one year: "CXPA" counts invoices, "CXPA-CN" credit notes."""

    name = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_series_per_year")]

    def __str__(self):
        return f"{self.name}-{self.year}"

    @classmethod
    def held(cls, name, year):
        """The series, its row locked until the transaction ends: who numbers next waits, so no number is given twice.

        A transaction that is rolled back gives its number back, so none is missing either.
        """
        return cls.objects.select_for_update().get_or_create(name=name, year=year)[0]

    def next_number(self):
        """ "CXPA-2026-00042". Only on a series that is `held`."""
        self.last += 1
        self.save(update_fields=["last"])
        return f"{self}-{self.last:05}"

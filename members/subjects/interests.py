"""From where somebody speaks, as they declare it: their part in the field, their employer, what that employer sells."""

import html
import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

MOST_PRODUCTS = 20
LONGEST_NAME = 60


class Stand(models.TextChoices):
    PRACTITIONER = "practitioner", _("I practise: CX is my work inside a company")
    CONSULTANT = "consultant", _("I advise: companies hire me or my firm")
    VENDOR = "vendor", _("I work for a company that sells to CX people")
    ACADEMIC = "academic", _("I teach or do research")


class Interest(models.Model):
    """What a reader should know of a writer who names a product. Shown only beside texts that name one."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="interest")
    stand = models.CharField(_("how you work"), max_length=12, choices=Stand, blank=True)
    employer = models.CharField(_("employer"), max_length=100, blank=True)
    products = ArrayField(
        models.CharField(max_length=LONGEST_NAME), default=list, blank=True, verbose_name=_("what it sells")
    )

    class Meta:
        verbose_name = _("declared interest")
        verbose_name_plural = _("declared interests")
        constraints = [
            models.CheckConstraint(
                condition=Q(stand__in=["", "practitioner", "consultant", "vendor", "academic"]),
                name="interest_stand_known",
            ),
            models.CheckConstraint(
                condition=Q(products=[]) | ~Q(employer=""), name="interest_products_have_their_employer"
            ),
        ]

    def __str__(self):
        return str(self.person)

    @classmethod
    def of(cls, person):
        """What `person` declared; an empty Interest, not saved, where they said nothing. Asked once a request."""
        return getattr(person, "interest", None) or cls(person=person)

    @classmethod
    def declare(cls, person, *, stand="", employer="", products=()):
        """Keep it; posts written before keep the line they were written with."""
        said = {"stand": stand, "employer": employer, "products": list(products)}
        person.interest, _new = cls.objects.update_or_create(person=person, defaults=said)

    def named_in(self, *texts):
        """What `texts` (Markdown or HTML) name of what the employer sells, as it is written in the list, in its order.

        Whole words, whatever their case; the employer's own name counts where they sell something.
        """
        if not self.products:
            return []
        words = " ".join(html.unescape(strip_tags(text or "")) for text in texts)
        return [name for name in dict.fromkeys([*self.products, self.employer]) if _names(words, name)]

    def line(self, *, nameless=False):
        """What readers see beside a text that names it."""
        if nameless:
            return _now("Works for a company that sells what this names")
        return _now("Works for %(employer)s, which sells what this names") % {"employer": self.employer}


def products_in(text):
    """The names in `text`, one on each line, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list({line.casefold(): line for line in lines if line}.values())


def _names(words, name):
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE))

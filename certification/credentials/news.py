"""New CCXPs, for the digest. The register is public, so everyone may hear of everyone on it."""

from django.utils.translation import gettext as _

from members.mail import ranking
from members.mail.sections import Item, Why

from .models import Credential, register_day

MOST = 5
LOOKED_AT = 300  # of all that are new


def items(readers, now):
    """Who became a CCXP: first the reader, then people of their country, then the newest."""
    awarded = readers.edition.once("credentials.new", lambda: _awarded(readers.edition))
    return {reader.pk: list(_for(reader, awarded)) for reader in readers}


def _awarded(edition):
    found = Credential.objects.valid(register_day()).filter(awarded_at__gt=edition.since)
    return list(found.select_related("person").order_by("-awarded_at", "-pk")[:LOOKED_AT])


def _for(reader, awarded):
    new = [each for each in awarded if reader.is_news(each.awarded_at)]
    for credential in sorted(new, key=lambda each: _distance(reader.person, each.person))[:MOST]:
        is_mine = credential.person_id == reader.pk
        yield Item(
            key=f"credential:{credential.pk}:awarded",
            headline=_("You are a CCXP") if is_mine else _("%(name)s is a CCXP") % {"name": credential.name},
            url=credential.get_absolute_url(),
            why=(_why(reader.person, credential, is_mine),),
        )


def _why(person, credential, is_mine):
    if is_mine:
        return Why(ranking.CAME, _("You earned it."))
    if _distance(person, credential.person) == 1 and credential.shows_place:
        return Why(ranking.NEAR, _("In %(country)s.") % {"country": person.country.name})
    return Why(ranking.THERE, _("New on the register of CCXPs."))


def _distance(person, other):
    if person.pk == other.pk:
        return 0
    return 1 if person.country and person.country == other.country else 2

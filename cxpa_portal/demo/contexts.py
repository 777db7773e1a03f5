"""In what kind of company the people of the demo community work, read from what they say of themselves."""

import re

from members.subjects.contexts import Market, Region, Role, Sector, Size, region_of
from members.subjects.models import PersonContext

from .chance import lot

SECTORS = [
    (Sector.CONSULTING, "consult|strategist|agency|outsourced|customer analytics"),
    (Sector.HEALTH, "hospital|clinic|patient|pharmac|nurse|health|hospice|home care|emergency|dental"),
    (Sector.INSURANCE, "insur|claims|policyholder|pension"),
    (Sector.BANKING, "bank|credit union|lender|savings|mobile money|payment|card company"),
    (
        Sector.TRAVEL,
        "hotel|guest|resort|airline|airport|ferr|travel|safari|lodges|campsites|spa group|visitor",
    ),
    (Sector.TRANSPORT, "railway|train|bus|transit|parcel|postal|logistics|shipping|toll|motorway|taxi|garages"),
    (Sector.UTILITIES, "energy|electric|water|gas|heating|power company|solar|fuel|utility"),
    (Sector.TELECOM, "telecom|telephone|mobile operator|broadband|broadcasting|streaming|games"),
    (Sector.TECHNOLOGY, "software|platform|app |self-service|cyber|digital experience"),
    (Sector.EDUCATION, "universit|school|student|library"),
    (Sector.PUBLIC, "city|county|ministry|tax|citizen|council|land registry|borough|government|resident"),
    (Sector.NONPROFIT, "charity|associat|CXPA|housing"),
    (Sector.RETAIL, "retail|supermarket|shop|clothing|furniture|store|food|tea|coffee|fashion|books|hardware"),
    (Sector.INDUSTRY, "pumps|maker|manufactur|lifts|boats|equipment|exporter|repair|salmon"),
]
ROLES = [
    (Role.CONSULTANT, "consult|strategist"),
    (Role.EXECUTIVE, "chief|vp|owner|runs |founder|principal"),
    (Role.DIRECTOR, "director|head of|head,| head"),
    (Role.ACADEMIC, "researcher|universit.* lecturer"),
    (Role.SPECIALIST, "analyst|designer|trainer|coach|architect|adviser|planner|navigator|advocate|ombuds"),
    (Role.MANAGER, "manager|lead|supervisor|coordinator"),
]
MARKETS = {
    Sector.INDUSTRY: Market.B2B,
    Sector.TECHNOLOGY: Market.B2B,
    Sector.CONSULTING: Market.B2B,
    Sector.PUBLIC: Market.CITIZENS,
    Sector.HEALTH: Market.CITIZENS,
    Sector.EDUCATION: Market.CITIZENS,
    Sector.BANKING: Market.BOTH,
    Sector.UTILITIES: Market.BOTH,
}
SMALL = "runs |owner|independent|retired|guest houses|lodges|cooperative|hospice|small|garages"
LARGE = "hospital|airline|railway|airport|national|telecom|supermarket|insurer|retail bank|university|energy supplier"


def context_of(about):
    """{part: word} of one of content/people.toml; {} where they do not say what they do, and for one of eight."""
    words = about.get("does", "")
    sector = _first(SECTORS, words)
    if not sector or not lot("context", about["key"]) % 8:
        return {}
    return {
        "sector": sector,
        "size": _size(about),
        "market": MARKETS.get(sector, Market.B2C),
        "region": Region(region_of(about["country"])) if region_of(about.get("country")) else "",
        "role": _first(ROLES, words),
    }


def say(people, made):
    """Keep what each of `people` (of content/people.toml) says, for the Persons `made` of them in the same order."""
    PersonContext.objects.bulk_create(
        PersonContext(person=person, **context)
        for about, person in zip(people, made, strict=True)
        if (context := context_of(about))
    )


def _size(about):
    """Nobody runs a hospital of thirty people, or two island hotels of a thousand."""
    sizes = Size.values
    if re.search(SMALL, about["does"], re.IGNORECASE):
        sizes = sizes[:2]
    elif re.search(LARGE, about["does"], re.IGNORECASE):
        sizes = sizes[3:]
    return sizes[lot("size", about["key"]) % len(sizes)]


def _first(table, words):
    return next((word for word, pattern in table if re.search(pattern, words, re.IGNORECASE)), "")

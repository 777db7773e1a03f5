"""The last look at digests before they leave: between writing and sending somebody may have read what they tell, or may
not see it any more."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from members.mail.sights import Thing, sight_of

from . import letters

NOTHING_LEFT = _("Nothing in it is news any more: it was read meanwhile, or is not there to be read.")


def retell(mails):
    """Take out of each of `mails`, [(Mail, Person)], what its reader may not see any more or has read; gives
    {mail.pk: reason} of those in which nothing is left. A fixed number of queries for each kind of thing."""
    gone = _gone(mails)
    reasons = {}
    for mail, _person in mails:
        if not any(pk == mail.to_id for pk, _thing in gone):
            continue
        sections = [_without(section, mail.to_id, gone) for section in mail.context["sections"]]
        sections = [section for section in sections if section["items"]]
        if not sections:
            reasons[mail.pk] = NOTHING_LEFT
        elif sections != mail.context["sections"]:
            mail.context = mail.context | {"sections": sections} | letters.summary(sections)
            mail.subject = ""  # so that it is written anew
    return reasons


def _gone(mails):
    """{(pk of a person, Thing)} that is not theirs to see, or no news to them."""
    asked, unread = defaultdict(set), defaultdict(set)
    for mail, person in mails:
        # A letter that has waited since before things were named has none.
        for item in (item for section in mail.context["sections"] for item in section["items"] if item.get("thing")):
            thing = Thing(*item["thing"])
            asked[thing.thing].add((person, thing))
            if item["is_unread"]:
                unread[thing.thing].add((person, thing))
    gone = set()
    for name, pairs in asked.items():
        sight = sight_of(name)
        if sight and sight.may_see:
            gone |= {(person.pk, thing) for person, thing in pairs} - sight.may_see(list(pairs))
        if sight and sight.has_read and unread[name]:
            gone |= sight.has_read(list(unread[name]))
    return gone


def _without(section, pk, gone):
    items = [each for each in section["items"] if not each.get("thing") or (pk, Thing(*each["thing"])) not in gone]
    return section | {"items": items}

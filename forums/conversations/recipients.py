"""Whom one may write to: people found by their name, with those left out who take no messages of the one who looks."""

from django.contrib.auth import get_user_model

from forums.discussions.numbers import number_in

from .acquaintance import acquainted
from .models.openness import takes_from, ties

MOST_FOUND = 10
LOOKED_AT = 40  # of those with such a name, before those are left out who take no messages
SHORTEST = 2


def found_by_name(person, text, without=()):
    """People of such a name who take messages of `person`, those they know first."""
    words = text.replace("\x00", "").split()[:5]
    if not words or len("".join(words)) < SHORTEST:
        return []
    people = get_user_model().objects.active().exclude(pk__in=[person.pk, *without])
    for word in words:
        people = people.filter(name__icontains=word)
    people = list(people.annotate(**ties(person)).order_by("name", "pk")[:LOOKED_AT])
    known = acquainted(person, people)
    open_to = [
        each for each in people if not each.is_blocked and takes_from(person, each, each, knows=each.pk in known)
    ]
    return sorted(open_to, key=lambda each: each.pk not in known)[:MOST_FOUND]


def people_named(person, values):
    """The People of these ids, as a form or an address says them, without `person`; what is no id is left out."""
    pks = {number_in(value, digits=18) for value in values} - {None, person.pk}
    return list(get_user_model().objects.filter(pk__in=pks).order_by("name", "pk"))

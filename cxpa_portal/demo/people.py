"""The invented people of the demo community, with the cast among them."""

from datetime import timedelta
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import Group

from members.accounts.models import SYSTEM_MODERATORS, Person

from . import contexts
from .cast import PASSWORD, address_of, the_cast, told_in

LABEL = "people"


@cache
def read():
    """What content/people.toml says of each person, as dicts."""
    return told_in("people.toml")["people"]


def missing():
    """Those who have no account yet."""
    there = set(Person.objects.values_list("email", flat=True))
    return [about for about in read() if address_of(about["key"]) not in there]


def make(people, now):
    """Make an account for each of `people`, who can sign in at once; yields after each."""
    password = _hashed(PASSWORD)
    moderators, _new = Group.objects.get_or_create(name=SYSTEM_MODERATORS)
    secrets = {role.key: role.secret for role in the_cast() if role.secret}
    made = Person.objects.bulk_create(
        Person.objects.with_handles(Person(password=password, **_fields(about, now)) for about in people)
    )
    contexts.say(people, made)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in made
    )
    for person, about in zip(made, people, strict=True):
        if about.get("moderates"):
            person.groups.add(moderators)
        if "group" in about:
            person.groups.add(Group.objects.get(name=about["group"]))
        if secret := secrets.get(about["key"]):
            TOTP.activate(person, secret)
            Authenticator.objects.filter(user=person).update(created_at=person.joined_at)
        yield


def _hashed(password):
    """One hash for all, who share the password, and a quick one: hashing is slow by design, to guard what is secret.
    Whoever signs in gets a slow one then."""
    hasher = get_hasher()
    quickly = {"iterations": 1} if hasattr(hasher, "iterations") else {}
    return hasher.encode(password, hasher.salt(), **quickly)


def _fields(about, now):
    staff = about.get("staff", False)
    return {
        "email": address_of(about["key"]),
        "name": about["name"],
        "headline": about.get("does", ""),
        "city": about.get("city", ""),
        "country": about.get("country", ""),
        "time_zone": about["zone"],
        "joined_at": now - timedelta(hours=about["joined"] * 24),
        "is_active": not about.get("suspended", False),
        "is_staff": staff or "group" in about,  # who judges applications does it in the admin
        "is_superuser": staff,
    }

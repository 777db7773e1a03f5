"""Editors: who reads what members send in and decides what becomes of it."""

from django.contrib.auth import get_user_model
from django.db.models import Q

EDITORS = "Editors"  # a group: members who edit. Staff who may change articles in the admin edit too.
PERMISSION = "articles.change_article"


def is_editor(person):
    """Whether `person` may read what was sent in, and decide."""
    if not person.is_authenticated or not person.is_active:
        return False
    return person.is_superuser or person.is_in(EDITORS) or (person.is_staff and person.has_perm(PERMISSION))


def may_write(person):
    """Whether `person` may send an article in: members, and those who edit."""
    return person.is_authenticated and person.is_active and (person.is_member or is_editor(person))


def editors():
    """Those who are told when an article waits: the group, or where nobody is in it the staff who may change articles.

    A Person QuerySet, each of them once.
    """
    people = get_user_model().objects.active()
    named = people.filter(groups__name=EDITORS)
    if named.exists():
        return named.distinct()
    room, _dot, codename = PERMISSION.partition(".")
    told = {"codename": codename, "content_type__app_label": room}
    own = Q(**{f"user_permissions__{name}": value for name, value in told.items()})
    theirs = Q(**{f"groups__permissions__{name}": value for name, value in told.items()})
    return people.filter(Q(is_staff=True) & (Q(is_superuser=True) | own | theirs)).distinct()

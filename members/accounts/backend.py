"""Who the session says is here."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONArray, Lower

from members.mail.models import Bounce, Notice
from members.statements import Statement

from .models import Person


class PersonBackend(AuthenticationBackend):
    """allauth's way of signing in; the person of each request comes with their groups, and with whether any notice
    waits for them and their letters come back, in one query."""

    def get_user(self, user_id):
        for person in _PERSON.ask(None, pk=int(user_id)).objects:
            person.remember_groups(person.group_pairs)
            return person
        return None


def _person(_shape, pk):
    groups = Group.objects.filter(user=OuterRef("pk")).annotate(pair=JSONArray("pk", "name")).values("pair")
    waiting = Exists(Notice.objects.unread().filter(person=OuterRef("pk")))
    bounces = Exists(Bounce.objects.standing().filter(address=Lower(OuterRef("email"))))
    people = Person.objects.active().annotate(
        group_pairs=ArraySubquery(groups), has_notices_waiting=waiting, address_bounces=bounces
    )
    return people.filter(pk=pk)


_PERSON = Statement(_person, pk=int)

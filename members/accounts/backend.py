"""Who the session says is here."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONArray

from .models import Person


class PersonBackend(AuthenticationBackend):
    """allauth's way of signing in; the person of each request comes with their groups, in one query."""

    def get_user(self, user_id):
        groups = Group.objects.filter(user=OuterRef("pk")).annotate(pair=JSONArray("pk", "name")).values("pair")
        person = Person.objects.active().annotate(group_pairs=ArraySubquery(groups)).filter(pk=user_id).first()
        if person is not None:
            person.remember_groups(person.group_pairs)
        return person

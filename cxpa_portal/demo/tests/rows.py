"""What stands in rows, to compare those of a verb with those that were written many at once."""

from members.audit.models import Entry
from members.mail.models import Notice

OWN = {"id", "person_id", "membership_id", "token", "about_id", "label", "by_id", "event_id"}


def row(thing, without=OWN):
    """What stands in a row, but for whose it is."""
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.attname not in without
    }


def told(thing):
    """What the audit record says of it."""
    return [
        (entry.at, entry.action, entry.by == getattr(thing, "person", None), entry.details)
        for entry in Entry.objects.filter(about_id=thing.pk, about_type__model=thing._meta.model_name).order_by("pk")
    ]


def heard(person):
    """The notices of `person`, but for the ids in them."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", "created_at", "read_at"))

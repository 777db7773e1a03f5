"""What a person chose not to get."""

from django.contrib.auth import get_user_model

from .models import Stop


def stopped_kinds(person):
    """The names of the kinds `person` stopped, as a set."""
    return set(Stop.objects.filter(person=person).values_list("kind", flat=True))


def is_stopped(person_id, kind):
    return Stop.objects.filter(person_id=person_id, kind=kind).exists()


def stop(person_id, kind):
    """No more letters of this kind. Done twice, or for a person who is gone, nothing more happens."""
    if get_user_model().objects.filter(pk=person_id).exists():
        Stop.objects.get_or_create(person_id=person_id, kind=kind)


def resume(person_id, kind):
    """Letters of this kind again."""
    Stop.objects.filter(person_id=person_id, kind=kind).delete()

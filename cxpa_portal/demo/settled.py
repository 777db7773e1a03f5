"""What stays as it is while the demo community is told, read once: rules, editions, who issues invoices, and that
nobody has chosen anything yet."""

from contextlib import ExitStack, contextmanager
from operator import attrgetter

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.utils import timezone

from certification.framework.models import Framework, ProgramRules
from forums.moderation.models import WatchWord
from members.accounts.models import Person
from members.billing.models import Issuer
from members.mail.models import Choice, QuietHours

from .knowing import person_with
from .stand_ins import standing_in

FROM = {ProgramRules: "effective_from", Framework: "effective_on", Issuer: "effective_from"}  # what holds from a day on
UNTOUCHED = [Choice, QuietHours, WatchWord]  # no part of the demo community writes such rows


@contextmanager
def remembered():
    """Within, what is in force on a day is read once, and so are the people that rows point to; tables that are empty
    are not asked at all."""
    known = {}
    ContentType.objects.get_for_models(*apps.get_models())
    with ExitStack() as stack:
        for model in FROM:
            rows = type(model.objects.all())
            stack.enter_context(standing_in(rows, in_force=_once(rows.in_force, known)))
        for model in UNTOUCHED:
            if not model.objects.exists():
                stack.enter_context(standing_in(model.objects, get_queryset=model.objects.none().all))
        pointing = ForwardManyToOneDescriptor
        stack.enter_context(standing_in(pointing, get_object=_pointed_to(pointing.get_object, known)))
        yield


def _once(in_force, known):
    def asked(rows, on=None):
        on, begins = on or timezone.localdate(), attrgetter(FROM[rows.model])
        holding = [each for each in _all(rows.model, known) if begins(each) <= on]
        return max(holding, key=begins) if holding else in_force(rows, on)

    return asked


def _pointed_to(read, known):
    def asked(descriptor, row):
        model, pk = descriptor.field.remote_field.model, getattr(row, descriptor.field.attname)
        if model is Person and (person := person_with(pk)):
            return person
        found = [each for each in _all(model, known) if each.pk == pk] if model in FROM else []
        return found[0] if found else read(descriptor, row)

    return asked


def _all(model, known):
    """All of `model`, once there are any. Of frameworks, those that were published."""
    if not known.get(model):
        rows = model.objects.published().prefetch_related("competencies") if model is Framework else model.objects.all()
        known[model] = list(rows)
    return known[model]

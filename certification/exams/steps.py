"""Where a candidate stands; see certification/framework/steps.py."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.applications.models import Application
from certification.framework.steps import ENDED, EXAM, Step
from members.days import in_words

from .models import Authorization


def step(person):
    """The Step of the right to sit of `person`, or None: nothing of it, or a newer application is under way."""
    authorization = Authorization.objects.of(person) if person.is_authenticated else None
    if authorization is None:
        return None
    url = reverse("certification:exam")
    if authorization.is_active:
        return _active(authorization, url)
    if authorization.used_at:
        return Step(_("See my result"), url, _("You passed the exam."), ENDED + 1, may_apply=True)
    if Application.objects.latest_of(person).pk != authorization.application_id:
        return None
    sentence = _("Your right to sit ended on %(day)s. You can apply again.") % {
        "day": in_words(authorization.expires_on)
    }
    return Step(_("Begin a new application"), reverse("certification:application"), sentence, ENDED + 1, may_apply=True)


def _active(authorization, url):
    sitting = authorization.open_sitting
    if sitting is None:
        sentence = _("You may sit the exam until %(day)s.") % {"day": in_words(authorization.expires_on)}
        return Step(_("Arrange my exam"), url, sentence, EXAM)
    if sitting.scheduled_for < timezone.now():
        return Step(_("See my exam"), url, _("You sat the exam. The result follows here."), EXAM)
    sentence = _("Your exam is on %(day)s.") % {"day": in_words(sitting.day)}
    return Step(_("See my exam"), url, sentence, EXAM)

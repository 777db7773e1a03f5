"""What the scheme page's one button says to somebody who holds, or held, a credential."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.framework.steps import ENDED, HELD, Step
from members.days import in_words

from .models import Credential, register_day
from .rules import rules_on


def step(person):
    """To the credential; once it is over, back to the beginning, which a withdrawn one keeps shut for a while."""
    credential = Credential.objects.latest_of(person) if person.is_authenticated else None
    if credential is None:
        return None
    standing = credential.standing()
    if not standing.has_ended:
        return Step(_("My credential"), reverse("certification:credential"), standing.sentence, HELD)
    opens_on = _may_apply_from(credential, standing)
    if opens_on > register_day():
        sentence = _("Your certification was withdrawn on %(day)s. You can apply again from %(opens)s.")
        about = {"day": in_words(standing.since), "opens": in_words(opens_on)}
        return Step(_("My credential"), reverse("certification:credential"), sentence % about, HELD)
    sentence = _("%(standing)s You can earn it again.") % {"standing": standing.sentence}
    return Step(
        _("Apply for the CCXP again"), reverse("certification:application"), sentence, ENDED + 5, may_apply=True
    )


def _may_apply_from(credential, standing):
    if standing.kind != "revoked":
        return standing.since
    return standing.since + timedelta(days=rules_on(standing.since).reapply_after_revoked_days)

"""Credentials from before the portal kept the sittings: the very rows that the verbs would have written, with the
renewals that were counted on paper.

That both ways lead to the same rows is tested (tests/test_same_rows.py).
"""

from datetime import UTC, timedelta

from django.utils import timezone

from certification.credentials import letters
from certification.credentials.models import Credential, plain
from certification.framework.models import Framework, ProgramRules
from members.days import months_after

from . import clock
from .entries import record


def award(awarded, *, by):
    """A credential for each of `awarded`, dicts with `person`, `name`, `number`, `at`, whether they have it `shown`,
    and `renewed`: [(moment, the last day from then on)]."""
    framework, rules = Framework.objects.in_force(), list(ProgramRules.objects.order_by("effective_from"))
    credentials = [_credential(about, framework, rules, by) for about in awarded]
    ends = [credential.expires_on for credential in credentials]
    for credential, about in zip(credentials, awarded, strict=True):
        for _at, until in about["renewed"]:
            credential.cycle_starts_on, credential.expires_on = credential.expires_on + timedelta(days=1), until
    Credential.objects.bulk_create(credentials)
    for credential, about, end in zip(credentials, awarded, ends, strict=True):
        record(_told(credential, about, end, by))
        with clock.held_at(about["at"]):
            letters.awarded(credential)


def _credential(about, framework, rules, by):
    day = timezone.localdate(about["at"], timezone=UTC)
    in_force = [each for each in rules if each.effective_from <= day] or rules[:1]
    return Credential(
        number=about["number"],
        person=about["person"],
        name=about["name"],
        plain_name=plain(about["name"]),
        framework=framework,
        awarded_on=day,
        awarded_at=about["at"],
        awarded_by=by,
        cycle_starts_on=day,
        expires_on=months_after(day, in_force[-1].cycle_months),
        state_since=day,
        shows_place=about["shown"],
        shows_work=about["shown"],
    )


def _told(credential, about, end, by):
    """What the verbs would have recorded of it; at first it was valid until the day `end`."""
    yield about["at"], "credentials.awarded", by, credential, {"until": end.isoformat()}
    if about["shown"]:
        shown = {"place": True, "work": True}
        yield about["at"], "credentials.register_chosen", about["person"], credential, shown
    for at, until in about["renewed"]:
        yield at, "credentials.extended", by, credential, {"until": until.isoformat()}

"""The rules a credential lives by."""

from certification.framework.models import ProgramRules


def rules_on(day):
    """The ProgramRules in force on `day`; for a credential older than all of them, the first."""
    try:
        return ProgramRules.objects.in_force(day)
    except ProgramRules.DoesNotExist:
        return ProgramRules.objects.earliest("effective_from")


def rules_on_each(days):
    """{day: ProgramRules} as `rules_on` gives them, by one query for all `days`; none where there are none."""
    if not days:
        return {}
    editions = list(ProgramRules.objects.order_by("effective_from"))
    return {
        day: max((each for each in editions if each.effective_from <= day), key=_began, default=editions[0])
        for day in days
    }


def _began(rules):
    return rules.effective_from

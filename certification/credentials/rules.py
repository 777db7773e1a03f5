"""The rules a credential lives by."""

from certification.framework.models import ProgramRules


def rules_on(day):
    """The ProgramRules in force on `day`; for a credential older than all of them, the first."""
    rules = ProgramRules.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    return rules or ProgramRules.objects.earliest("effective_from")

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.billing.money import money

from .eligibility import EligibilityForm, verdict_of
from .models import Framework, ProgramRules
from .steps import step_for
from .way import way_under


@login_not_required
@require_safe
def scheme(request):
    """The whole program on one page; `?education=…&years=…` answers whether one qualifies."""
    rules = ProgramRules.objects.in_force()
    framework = Framework.objects.in_force()
    form = EligibilityForm(request.GET if "years" in request.GET else None)
    competencies = list(framework.competencies.prefetch_related("statements"))
    context = {
        "rules": rules,
        "framework": framework,
        "competencies": competencies,
        "weights": [{"name": each.name, "percent": each.weight} for each in competencies],
        "way": way_under(rules),
        "form": form,
        "verdict": verdict_of(form.cleaned_data, rules) if form.is_bound and form.is_valid() else None,
        "step": step_for(request.user),
        "prices": prices_of(rules),
    }
    return render(request, "certification/framework/scheme.html", context)


def prices_of(rules):
    """The amounts of the program in words; None for what is not decided."""
    amounts = ["fee_member", "fee_other", "ineligible_withheld", "renewal_fee_member", "renewal_fee_other"]
    found = {name: getattr(rules, name) for name in amounts}
    return {name: None if amount is None else money(amount, rules.currency) for name, amount in found.items()}

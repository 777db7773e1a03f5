from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.framework.steps import step_for

from .forms import WishForm
from .letters import when_in
from .models import Authorization
from .states import State


@require_http_methods(["GET", "HEAD", "POST"])
def exam(request):
    """My exam: until when I may sit, the date, the result; a POST says which dates suit me."""
    authorization = Authorization.objects.of(request.user)
    if authorization is None:
        if request.method == "POST":
            raise Http404
        return render(request, "certification/exams/none.html", {"step": step_for(request.user)})
    wish = authorization.wishes.filter(settled_at=None).first()
    may_wish = authorization.may_sit_again and authorization.open_sitting is None
    form = WishForm(request.POST or None, instance=wish)
    if request.method == "POST":
        if not may_wish:
            return redirect("certification:exam")
        if form.is_valid():
            authorization.wish(by=request.user, **form.cleaned_data)
            messages.success(request, _("We have your dates. You get a letter as soon as the exam is arranged."))
            return redirect("certification:exam")
    context = {
        "authorization": authorization,
        "rules": authorization.rules,
        "wish": wish,
        "form": form if may_wish else None,
        "sitting": _coming(authorization),
        "results": [_result(sitting) for sitting in reversed(authorization.counted)],
        "step": step_for(request.user),
    }
    return render(request, "certification/exams/exam.html", context)


def _coming(authorization):
    sitting = authorization.open_sitting
    if sitting is None:
        return None
    there = when_in(sitting, sitting.time_zone)
    zone = authorization.person.time_zone
    yours = when_in(sitting, zone) if zone != sitting.time_zone else ""
    return {"sitting": sitting, "there": there, "yours": yours, "is_over": sitting.scheduled_for < timezone.now()}


def _result(sitting):
    sections = [{"name": str(each.competency), "percent": each.percent} for each in sitting.sections.all()]
    return {"sitting": sitting, "passed": sitting.state == State.PASSED, "sections": sections}

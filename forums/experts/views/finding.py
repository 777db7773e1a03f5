from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.subjects.models import Subject

from ..addressing import address, others_for
from ..directory import page_of_experts, subjects_with_experts
from ..gate import for_members
from ..models import MutedSubject
from ..profile import Profile
from ..questions import page_of_questions


@require_safe
@for_members
def experts(request, slug=None):
    """Who helps with what; with `slug` in one subject, or in all those of a competency."""
    subject = get_object_or_404(Subject, slug=slug) if slug else None
    rows, more = page_of_experts(request, subject)
    context = {
        "subject": subject,
        "rows": rows,
        "more_url": more,
        "is_first_page": "after" not in request.GET,
        "subjects": subjects_with_experts(),
    }
    return render(request, "forums/experts/experts.html", context)


@require_safe
@for_members
def expert(request, handle):
    """One expert: their evidence, what peers say, and how to ask them."""
    profile = Profile(handle, request.user)
    first = profile.offers[0]
    is_full = not profile.is_mine and not profile.can_be_asked
    context = {
        "profile": profile,
        "others": others_for(first, request.user) if is_full else [],
        "address": address(first),
        "sentence": profile.sentence,
    }
    return render(request, "forums/experts/expert.html", context)


@require_safe
@for_members
def questions(request):
    """Questions the reader could answer, each with the reason."""
    return render(request, "forums/experts/questions.html", page_of_questions(request))


@require_POST
@for_members
def muting(request, slug):
    """Ask me nothing more in a subject; with `unmute`, ask me again."""
    subject = get_object_or_404(Subject, slug=slug)
    if "unmute" in request.POST:
        MutedSubject.unmute(subject, by=request.user)
        messages.success(request, _("Questions in %(subject)s come to you again.") % {"subject": subject})
    else:
        MutedSubject.mute(subject, by=request.user)
        messages.success(
            request, _("No more questions in %(subject)s. You can change that here.") % {"subject": subject}
        )
    return redirect("experts:questions")

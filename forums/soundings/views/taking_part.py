from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.progress.writing import Writing, keeps_text

from ..forms import AnswerForm, ViewForm, WillingnessForm
from ..models import Invitation, Refused, Sounding, Synthesis, Willingness
from ..models.soundings import PEOPLE, can_ask


@keeps_text("view")
@require_http_methods(["GET", "HEAD", "POST"])
def sounding(request, pk):
    """The idea; its author sees the views as they come, whoever was asked gives theirs and then sees the others."""
    found = Sounding.objects.visible_to(request.user).select_related("author").filter(pk=pk).first()
    if found is None:
        return _over_for(request, pk)
    is_mine = found.author_id == request.user.pk
    place = None if is_mine else found.place_of(request.user)
    views = list(found.views.select_related("person"))
    mine = next((view for view in views if view.person_id == request.user.pk), None)
    context = {"sounding": found, "is_mine": is_mine, "place": place, "mine": mine, "people": PEOPLE}
    if place is not None and found.is_open and can_ask(request.user):
        answer = _view_form(request, found, mine, context)
        if answer is not None:
            return answer
    context["views"] = views if is_mine or mine else []
    context |= _synthesis_of(request, found, is_mine, mine)
    if is_mine:
        context["standing"] = found.invitations.standing().count()
    return render(request, "forums/soundings/sounding.html", context)


def _view_form(request, found, mine, context):
    """Give or change one's view; an answer where it was sent, else the form in `context`."""
    writing = Writing(request, f"view:{found.pk}")
    kept = writing.initial() or (ViewForm.stands(mine) if mine else {})
    form = ViewForm(request.POST or None, initial=kept)
    if writing.is_to_be_kept and (answer := writing.keep(request.POST)):
        return answer
    if writing.is_sent and form.is_valid():
        try:
            found.give_view(by=request.user, **form.view)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            said = _("Your view is changed.") if mine else _("%(author)s has your view. Thank you.")
            writing.done(said % {"author": found.author})
            return redirect(f"{found.get_absolute_url()}#views")
    context |= {"form": form, "draft": writing.context}
    return None


def _synthesis_of(request, found, is_mine, mine):
    """What the page says of the text that is to be published, for the author and for who gave a view."""
    synthesis = Synthesis.objects.filter(sounding=found).select_related("board", "topic").first()
    if synthesis is None or not (is_mine or mine):
        return {}
    synthesis.sounding = found
    answers = list(synthesis.agreements.select_related("person"))
    said = next((answer for answer in answers if answer.person_id == request.user.pk), None)
    context = {"synthesis": synthesis, "said": said}
    if is_mine:
        return context | {"answers": answers, "why_not": synthesis.why_not_yet()}
    if not synthesis.is_published:
        initial = {"version": synthesis.version}
        if said:
            initial |= {"answer": "agree" if said.agrees else "change", "is_named": said.is_named, "words": said.words}
        context["answer_form"] = AnswerForm(initial=initial)
    return context


def _over_for(request, pk):
    """Whoever was asked once, and is no longer: a kind word, and nothing of the idea."""
    place = Invitation.objects.of(request.user).filter(sounding=pk).select_related("sounding__author").first()
    if place is None:
        raise Http404
    return render(request, "forums/soundings/no_longer.html", {"place": place}, status=410)


@require_POST
def place(request, pk):
    """Keep the place or, with `decline`, give it to somebody else."""
    found = (
        Invitation.objects.standing().of(request.user).filter(sounding=pk).select_related("sounding__author").first()
    )
    if found is None:
        raise Http404
    try:
        if "decline" in request.POST:
            found.decline(by=request.user)
            messages.success(request, _("Thank you for saying so: somebody else is asked. Nobody is told it was you."))
            return redirect("soundings:soundings")
        found.accept(by=request.user)
        messages.success(request, _("The place is yours until it closes."))
    except Refused as why:
        messages.info(request, str(why))
    return redirect("soundings:sounding", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def openness(request):
    """Whether one may be asked."""
    if not can_ask(request.user):
        return render(request, "forums/soundings/members_only.html", status=403)
    form = WillingnessForm(request.POST or None, initial={"is_open": "yes" if Willingness.of(request.user) else "no"})
    if request.method == "POST" and form.is_valid():
        Willingness.choose(by=request.user, is_open=form.cleaned_data["is_open"])
        said = _("You may be asked, at most once a month.")
        messages.success(request, said if form.cleaned_data["is_open"] else _("You are asked no more."))
        return redirect("soundings:soundings")
    return render(request, "forums/soundings/openness.html", {"form": form})

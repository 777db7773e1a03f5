"""What moderators do about people: one page for each, with what was decided, what was noted, and their cases."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..forms import NoteForm, SanctionForm
from ..gate import for_moderators
from ..models import Case, LastsAlready, NotAllowed, Note, Sanction, may_decide_about
from ..standing import posts_of

MOST_FOUND = 30
MOST_SHOWN = 50


@require_safe
@for_moderators
def people(request):
    """Find somebody by name; without a word, those who are silenced or suspended now."""
    query = request.GET.get("q", "").strip()[:100]
    everybody = get_user_model().objects.named().exclude(pk=request.user.pk)
    if query:
        found = everybody.filter(Q(name__icontains=query) | Q(handle__iexact=query.lstrip("@"))).order_by("name", "pk")
    else:
        found = everybody.filter(pk__in=Sanction.objects.in_force().values("person")).order_by("name", "pk")
    rows = list(found[: MOST_FOUND + 1])
    context = {"people": rows[:MOST_FOUND], "query": query, "is_more": len(rows) > MOST_FOUND}
    return render(request, "forums/moderation/people/people.html", context)


@require_safe
@for_moderators
def person(request, pk):
    found = _person_of(request, pk)
    context = {"form": NoteForm(), **_told_of(found, request.user)}
    return render(request, "forums/moderation/people/person.html", context)


@require_POST
@for_moderators
def notes(request, pk):
    """Add a note; it stays as it is."""
    found = _person_of(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {"form": form, **_told_of(found, request.user)}
        return render(request, "forums/moderation/people/person.html", context)
    Note.write(found, by=request.user, words=form.cleaned_data["words"].strip())
    messages.success(request, _("Noted. Moderators and staff read it, and nobody changes it."))
    return redirect("moderation:person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def deciding(request, pk, kind):
    """Silence or suspend somebody until a moment, with the words they read."""
    found = _person_of(request, pk)
    if not may_decide_about(request.user, found):
        raise Http404
    form = SanctionForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            Sanction.put(kind, on=found, by=request.user, until=form.until, words=form.cleaned_data["words"].strip())
        except LastsAlready as why:
            said = _("%(moderator)s has decided this already. Lift that first, where it is to be otherwise.")
            messages.info(request, said % {"moderator": why.sanction.by})
        except NotAllowed:
            raise Http404 from None
        else:
            said = _("%(name)s is told, with your words and without your name.")
            messages.success(request, said % {"name": found})
        return redirect("moderation:person", pk)
    lasting = Sanction.objects.in_force().filter(person=found, kind=kind).select_related("by").first()
    context = {"person": found, "form": form, "is_silence": kind == Sanction.SILENCE, "lasting": lasting}
    return render(request, "forums/moderation/people/deciding.html", context)


@require_POST
@for_moderators
def lifting(request, pk, sanction):
    """End a silence or a suspension before its time."""
    found = _person_of(request, pk)
    lifted = get_object_or_404(Sanction, person=found, pk=sanction)
    try:
        if lifted.lift(by=request.user, words=request.POST.get("words", "").strip()[:1000]):
            messages.success(request, _("Lifted. %(name)s is told.") % {"name": found})
        else:
            messages.info(request, _("It was over a moment ago."))
    except NotAllowed:
        raise Http404 from None
    return redirect("moderation:person", pk)


def _person_of(request, pk):
    """Somebody else: nobody reads what is noted about themselves."""
    people = get_user_model().objects.named().exclude(pk=request.user.pk)
    return get_object_or_404(people, pk=pk)


def _told_of(person, by):
    sanctions = list(Sanction.objects.filter(person=person).for_listing().newest_first()[:MOST_SHOWN])
    by_name = Q(post__author=person) | Q(held__person=person, held__speaks_as="")
    texts = Case.objects.filter(by_name)
    by_name |= Q(objection__sanction__person=person) | Q(objection__decision__in=texts)
    cases = Case.objects.reaching(by).filter(by_name).for_listing().order_by("-opened_at", "-pk")
    return {
        "person": person,
        "posts": posts_of(person),
        "sanctions": sanctions,
        "lasting": {sanction.kind: sanction for sanction in sanctions if sanction.is_in_force},
        "notes": Note.objects.filter(person=person).select_related("by")[:MOST_SHOWN],
        "cases": cases[:MOST_SHOWN],
        "may_decide": may_decide_about(by, person),
    }

"""What came of an answer: telling it, from the page or from a letter, and reading what others told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forums.discussions.models import Post, Topic
from forums.reading.reader import hidden_authors

from ..asker import is_asker, person_who_asked
from ..forms import OutcomeForm, QuickOutcomeForm
from ..models import FollowUp, Outcome
from ..models.outcomes import can_be_told_by
from ..outcomes_said import said_of
from ..turning import open_again
from .answers import post_of

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request, pk, number):
    """Tell what came of an answer; `?was=` chooses beforehand, "undo" takes it back."""
    post = post_of(request, pk, number)
    if not can_be_told_by(post, request.user):
        raise PermissionDenied
    if "undo" in request.POST:
        Outcome.withdraw(post, by=request.user)
        messages.success(request, _("Taken back. Nothing of it is shown."))
        return redirect(post)
    mine = Outcome.by_person(post, request.user)
    form = OutcomeForm(request.POST or None, initial=_initial(request, mine))
    if request.method == "POST" and form.is_valid():
        told = Outcome.tell(post, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Whoever reads this answer sees what came of it."))
        # Who asked may have more to say: that the question is open again, or what came of another answer.
        goes_on = told.is_asker and (_did_not_help(post, told) or _others_to_tell_of(post))
        return redirect("questions:outcome", pk, number) if goes_on else redirect(post)
    context = {"post": post, "topic": post.topic, "form": form, "mine": mine}
    if mine and is_asker(post.topic, request.user):
        context |= {"is_open_again": _did_not_help(post, mine), "others": _others_to_tell_of(post)}
    return render(request, "forums/questions/outcome.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def told(request, token):
    """From the letter that asks the asker: one page with one button, without signing in. Opening it changes nothing."""
    follow_up = FollowUp.signed(token)
    post = follow_up and _post_to_be_told(follow_up)
    if post is None or request.user.is_authenticated and not is_asker(post.topic, request.user):
        raise Http404
    if request.user.is_authenticated:
        query = f"?was={request.GET['was']}" if request.GET.get("was") in dict(Outcome.KINDS) else ""
        return redirect(reverse("questions:outcome", args=[post.topic_id, post.number]) + query)
    asker = person_who_asked(post.topic)
    mine = Outcome.by_person(post, asker)
    form = QuickOutcomeForm(request.POST or None, initial=_initial(request, mine))
    if "reopen" in request.POST and mine:
        open_again(post, by=asker)
        return redirect("questions:told", token)
    if request.method == "POST" and form.is_valid():
        Outcome.tell(post, by=asker, kind=form.cleaned_data["kind"])
        return redirect("questions:told", token)
    context = {"post": post, "topic": post.topic, "form": form, "mine": mine}
    if mine:
        context["is_open_again"] = _did_not_help(post, mine)
    return render(request, "forums/questions/told.html", context)


@require_safe
def outcomes(request, pk, number):
    """Who told what of an answer, with their words."""
    post = post_of(request, pk, number)
    if post.is_hidden and not request.user.is_moderator:
        raise PermissionDenied
    said = Outcome.objects.filter(post=post).exclude(person__in=hidden_authors(request.user.pk))
    said = list(said.select_related("person").order_by("-is_asker", "-at", "-pk")[:SHOWN])
    for each in said:
        each.post = post
    context = {"post": post, "topic": post.topic, "told": said, "said": said_of(post.outcomes)}
    context["may_tell"] = can_be_told_by(post, request.user)
    return render(request, "forums/questions/outcomes.html", context)


def _post_to_be_told(follow_up):
    """The answer of a letter, while it stands where the asker may read it; None otherwise."""
    post, topic = follow_up.acceptance.post, follow_up.acceptance.topic
    asker = person_who_asked(topic)
    post.topic = topic
    reads = asker is not None and asker.is_active
    reads = reads and Topic.objects.visible_to(asker).filter(pk=topic.pk, hidden_at=None).exists()
    return post if reads and can_be_told_by(post, asker) else None


def _initial(request, mine):
    """What is chosen beforehand: what the address says, or what was told."""
    kept = {"kind": mine.kind, "words": mine.words} if mine else {}
    was = request.GET.get("was")
    return kept | ({"kind": was} if was in dict(Outcome.KINDS) else {})


def _did_not_help(post, outcome):
    return outcome.kind == Outcome.NOT and post.accepted_at is not None


def _others_to_tell_of(post):
    """The other answers that helped here, of which who asked has not told yet."""
    told = Outcome.objects.filter(is_asker=True).values("post")
    helped = Post.objects.spoken().filter(topic=post.topic_id, accepted_at__isnull=False)
    found = list(helped.exclude(pk__in=[post.pk]).exclude(pk__in=told).select_related("author").defer("body", "html"))
    for other in found:
        other.topic = post.topic
    asker = person_who_asked(post.topic)
    return [other for other in found if asker and can_be_told_by(other, asker)]

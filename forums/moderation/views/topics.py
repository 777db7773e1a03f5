"""Looking after a topic: one page that says what can be done, and one for each act."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forums.discussions.models import NotMovable, Post, Widens
from forums.discussions.numbers import number_in
from forums.discussions.similar import topics_like
from forums.discussions.views.finding import topic_of
from forums.reading.models import PAGE, page_of

from ..gate import for_moderators
from ..models import Act
from ..topic_forms import LockForm, MergeForm, MoveForm, SlowForm, SplitForm

MOST_SHOWN = 30


@require_safe
@for_moderators
def topic(request, pk):
    """What can be done with a topic, and what was done."""
    found = topic_of(request, pk)
    acts = list(Act.objects.on(found)[:MOST_SHOWN])
    return render(request, "forums/moderation/topics/topic.html", {"topic": found, "acts": acts})


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def board(request, pk):
    """Move it to another board; where more people would read it, only after saying so."""
    found = topic_of(request, pk)
    asked = {"board": number_in(request.GET.get("to"))}
    form = MoveForm(request.POST or None, initial=asked, topic=found, by=request.user)
    wider = None
    if request.method == "POST" and form.is_valid():
        to, reason = form.cleaned_data["board"], form.cleaned_data["reason"]
        try:
            act = Act.move(found, to=to, by=request.user, reason=reason, widening="sure" in request.POST)
        except Widens:
            wider = to
        except NotMovable as why:
            form.add_error("board", str(why))
        else:
            said = _("It stands on “%(board)s” now.") if act else _("It stands on “%(board)s” already.")
            messages.success(request, said % {"board": to})
            return redirect(found)
    context = {"topic": found, "form": form, "wider": wider}
    return render(request, "forums/moderation/topics/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def split(request, pk):
    """Take posts off to a topic of their own, or to one there is. `?posts=` and `?page=` prefill it."""
    found = topic_of(request, pk)
    is_turned = "turn" in request.POST  # to another page of posts: nothing is to be said of the form yet
    sent = {name: request.POST[name] for name in SplitForm.base_fields if name in request.POST} if is_turned else {}
    form = SplitForm(None if is_turned else request.POST or None, initial=sent, topic=found, by=request.user)
    wider = None
    if request.method == "POST" and not is_turned and form.is_valid():
        try:
            act = _split(found, form, by=request.user, widening="sure" in request.POST)
        except Widens:
            wider = form.cleaned_data["board"]
        except NotMovable as why:
            form.add_error("into" if form.other else "posts", str(why))
        else:
            said = ngettext("%(count)d post stands here now.", "%(count)d posts stand here now.", len(act.numbers))
            messages.success(request, said % {"count": len(act.numbers)})
            return redirect(act.other)
    asked = [*request.POST.getlist("chosen"), *request.GET.getlist("posts")]
    chosen = set(filter(None, (number_in(each, digits=6) for each in asked)))
    context = {"topic": found, "form": form, "wider": wider, "choice": _choice(request, found, chosen)}
    return render(request, "forums/moderation/topics/split.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def merger(request, pk):
    """Make it a part of another topic, once the two have been looked at."""
    found = topic_of(request, pk)
    is_again = "again" in request.POST  # they want another one after all
    initial = {"into": request.GET.get("into", "")[:200], "reason": request.POST.get("reason", "")}
    form = MergeForm(None if is_again else request.POST or None, initial=initial, topic=found, by=request.user)
    other = None
    if request.method == "POST" and not is_again and form.is_valid():
        other, reason = form.other, form.cleaned_data["reason"]
        try:
            if "sure" in request.POST:
                Act.merge(found, into=other, by=request.user, reason=reason)
                messages.success(request, _("They are one topic now. The old address leads here."))
                return redirect(other)
            if why := found.why_not_into(other):
                raise NotMovable(why)
        except NotMovable as why:
            form.add_error("into", str(why))
            other = None
    alike = [] if other else [each for each in topics_like(found.title, request.user) if each.pk != found.pk]
    context = {"topic": found, "form": form, "other": other, "alike": alike}
    return render(request, "forums/moderation/topics/merger.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def lock(request, pk):
    """Close it with a reason that everyone reads; "undo" opens it again."""
    found = topic_of(request, pk)
    if request.method == "POST" and "undo" in request.POST:
        Act.unlock(found, by=request.user)
        messages.success(request, _("The topic takes posts again."))
        return redirect(found)
    form = LockForm(request.POST or None, topic=found, by=request.user)
    if request.method == "POST" and form.is_valid():
        act = Act.lock(found, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The topic is closed, and says why.") if act else _("It was locked a moment ago."))
        return redirect(found)
    return render(request, "forums/moderation/topics/lock.html", {"topic": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def pace(request, pk):
    """Slow it down for a time; "undo" takes that away."""
    found = topic_of(request, pk)
    if request.method == "POST" and "undo" in request.POST:
        Act.speed_up(found, by=request.user)
        messages.success(request, _("Posts come as they are written again."))
        return redirect(found)
    form = SlowForm(request.POST or None, topic=found, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        Act.slow_down(found, minutes=told["minutes"], until=form.until, by=request.user, reason=told["reason"])
        messages.success(request, _("It goes slowly now, and ends by itself."))
        return redirect(found)
    return render(request, "forums/moderation/topics/pace.html", {"topic": found, "form": form})


def _split(topic, form, *, by, widening):
    numbers, reason = form.cleaned_data["posts"], form.cleaned_data["reason"]
    if form.other is not None:
        return Act.split(topic, numbers, by=by, reason=reason, into=form.other)
    return Act.split(topic, numbers, by=by, reason=reason, widening=widening, **form.fresh)


def _choice(request, topic, chosen):
    """The posts of one page of the topic to be ticked, and the ticks of other pages, which stay."""
    asked = number_in(request.POST.get("turn") or request.GET.get("page"), digits=6)
    count = page_of(topic.last_number)
    number = min(max(asked or (page_of(min(chosen)) if chosen else 1), 1), count)
    posts = topic.posts.between((number - 1) * PAGE + 1, number * PAGE).filter(number__gt=1, kind=Post.POST)
    posts = list(posts.select_related("author").defer("html", "body"))
    here = {post.number for post in posts}
    for post in posts:
        post.is_chosen = post.number in chosen
    return {
        "posts": posts,
        "elsewhere": sorted(chosen - here),
        "page": number,
        "count": count,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < count else None,
    }

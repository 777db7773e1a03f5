from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums.discussions.models import Board, Tag, Topic
from forums.discussions.numbers import number_in

from ..levels import levels_with
from ..models import PAGE, AllRead, BoardRead, Level, Reading, Reason, Watch
from ..pages import page_number, post_url
from .lists import filters, yours

ROWS = 40


@require_safe
def watches(request):
    """Everything this person said about what they want to hear of, and why; the topics page by page."""
    chosen = list(Watch.objects.filter(person=request.user.pk).select_related("board", "tag").order_by("-chosen_at"))
    visible = set(Board.objects.visible_to(request.user).values_list("pk", flat=True))
    topics = Reading.objects.said().filter(
        person=request.user.pk, topic__in=Topic.objects.visible_to(request.user, boards=visible)
    )
    if older := number_in(request.GET.get("older", ""), digits=18):
        topics = topics.filter(pk__lt=older)
    found = list(topics.select_related("topic__board").order_by("-pk")[: ROWS + 1])
    shown = found[:ROWS]
    for each in [*chosen, *shown]:
        each.levels = levels_with(each.level)
    context = {
        "boards": [each for each in chosen if each.board_id in visible],
        "tags": [each for each in chosen if each.tag_id],
        "topics": [(each, Reason(each.reason).label) for each in shown],
        "older_url": f"?older={shown[-1].pk}" if len(found) > ROWS else None,
        "is_first_page": not older,
        "filters": filters(request, "watches"),
        "yours": yours(request, "watches"),
    }
    return render(request, "forums/reading/watches.html", context)


@require_POST
def watching(request, pk):
    """Choose what to hear of a topic: a Level in `level`; with "undo" its board and tags decide again."""
    found = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    if "undo" in request.POST:
        Reading.say_nothing(request.user, found)
        messages.success(request, _("Noted: the board and the tags decide."))
    elif level := _level(request):
        Reading.watch(request.user, found, level=level, reason=Reason.CHOSE)
        messages.success(request, _("Noted: %(level)s.") % {"level": level.label})
    return _back(request) or redirect(post_url(found, _start_of_page(request.POST.get("page", ""), found)))


@require_POST
def watch_board(request, slug):
    """Choose what to hear of a whole board."""
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    return _choose(request, board=found) or redirect(found)


@require_POST
def watch_tag(request, slug):
    """Choose what to hear of a tag, on whatever board."""
    found = get_object_or_404(Tag.objects.words(), slug=slug)
    return _choose(request, tag=found) or redirect(found)


@require_POST
def everything_read(request):
    AllRead.mark(request.user)
    messages.success(request, _("Everything up to now is marked as read."))
    return redirect("forums:unread")


@require_POST
def board_read(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    BoardRead.mark(request.user, found)
    messages.success(request, _("“%(board)s” is marked as read up to now.") % {"board": found})
    return redirect(found)


def _choose(request, **about):
    if level := _level(request):
        Watch.choose(request.user, level=level, **about)
        messages.success(request, _("Noted: %(level)s.") % {"level": level.label})
    return _back(request)


def _level(request):
    level = request.POST.get("level")
    return Level(level) if level in Level.values else None


def _back(request):
    """To the page of this portal that the form names, if it names one."""
    there = request.POST.get("next", "")
    host = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(there, host, require_https=request.is_secure())
    return redirect(there) if there and is_ours else None


def _start_of_page(page, topic):
    """The first post number of the page a form stood on; 1 for anything that is not a page."""
    first = ((page_number(page) or 1) - 1) * PAGE + 1
    return min(first, max(topic.last_number, 1))

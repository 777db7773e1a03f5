from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.discussions.models import Board, Tag, Topic

from ..levels import choice_of
from ..listing import Top, page_of_board, page_of_list, page_of_rows
from ..models import LastVisit, TopTopic
from ..reader import reader_of
from ..unread import placed, shown_to
from ..ways import for_person


def listing(request, topics=None, *, view, board=None, by=None, **words):
    """A page with a list of `topics`, or with one of `listing.LISTS`; `words` are heading, sentence and what an empty
    page says."""
    if topics is None:
        rows, older = page_of_list(request, view)
    elif board is not None:
        rows, older = page_of_board(request, topics)
    else:
        rows, older = page_of_rows(request, topics, **({"by": by} if by else {}))
    _divide(rows, words.get("visited"))
    asked = {name: value for name, value in request.GET.items() if name != "older"}
    context = {
        "rows": rows,
        "older_url": older,
        "first_url": request.path + (f"?{urlencode(asked)}" if asked else ""),
        "is_first_page": "older" not in request.GET,
        "board": board,
        "view": view,
        "filters": filters(request, view),
        "yours": yours(request, view),
        "ways": for_person(request.user) if view == "latest" and "older" not in request.GET else [],
        "can_ask": board.can_be_posted_to_by(request.user) if board else request.user.is_authenticated,
        **words,
    }
    return render(request, "forums/reading/topics.html", context)


def _divide(rows, visited):
    """Let the first row from before the last visit say so, where newer ones stand above it."""
    if visited and rows and rows[0].topic.last_posted_at > visited:
        past = next((row for row in rows if row.topic.last_posted_at <= visited), None)
        if past:
            past.begins_past = True


def filters(request, current):
    """The lists that everybody reads, as links; a board and a tag stand for themselves."""
    views = [("latest", _("Latest")), ("unanswered", _("Unanswered")), ("top", _("Top")), ("boards", _("Boards"))]
    if request.user.is_authenticated:
        views[1:1] = [("new", _("New")), ("unread", _("Unread"))]
    return _links(views, current) if current not in ("board", "tag") else []


def yours(request, current):
    """The lists of one's own, folded away; empty for strangers."""
    if not request.user.is_authenticated or current in ("board", "tag"):
        return []
    views = [
        ("since", _("Since you were last here")),
        ("mine", _("Started by you")),
        ("kept", _("Kept posts")),
        ("searches", _("Saved searches")),
        ("watches", _("What you hear of")),
    ]
    return _links(views, current)


def _links(views, current):
    return [{"label": label, "url": reverse(f"forums:{name}"), "is_current": name == current} for name, label in views]


def be_here(request):
    """Note the visit, from lists where "since you were last here" is said."""
    if request.user.is_authenticated and not is_prefetch(request):
        LastVisit.note(request.user)


def is_prefetch(request):
    """Browsers fetch pages ahead that nobody may ever look at."""
    return "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")


@login_not_required
@require_safe
def latest(request):
    be_here(request)
    return listing(
        request,
        view="latest",
        visited=reader_of(request.user).visited_before if request.user.is_authenticated else None,
        heading=_("Discussions"),
        sentence=_("What people in customer experience are asking, trying and telling each other."),
        empty=_("Nobody has written here yet. What is on your mind today?"),
    )


@require_safe
def new_topics(request):
    be_here(request)
    return listing(
        request,
        view="new",
        heading=_("New"),
        sentence=_("Topics you have not opened yet. Nothing drops off this list by itself."),
        empty=_("You have opened every topic there is. Enjoy the quiet."),
    )


@require_safe
def unread_topics(request):
    be_here(request)
    return listing(
        request,
        view="unread",
        heading=_("Unread"),
        sentence=_("New posts in topics that were there before. Nothing drops off this list by itself."),
        empty=_("You have read everything. Enjoy the quiet."),
    )


@require_safe
def since(request):
    """What was said since the visit before this one, read or not."""
    be_here(request)
    visited = reader_of(request.user).visited_before
    topics = shown_to(request.user)
    return listing(
        request,
        topics.filter(last_posted_at__gt=visited) if visited else topics.none(),
        view="since",
        since=visited,
        heading=_("Since you were last here"),
        sentence="" if visited else _("From your next visit on, this is what happened in between."),
        empty=_("Nobody has written in the meantime.") if visited else _("This seems to be your first visit."),
    )


@login_not_required
@require_safe
def top(request):
    """What was most talked of and thanked for; `?of=` is the period."""
    period = request.GET.get("of", TopTopic.MONTH)
    if period not in TopTopic.DAYS and period != TopTopic.ALL:
        raise Http404
    periods = [
        {"label": label, "url": f"{reverse('forums:top')}?of={name}", "is_current": name == period}
        for name, label in TopTopic.PERIODS
    ]
    return listing(
        request,
        Top.of(shown_to(request.user), period),
        view="top",
        by=Top,
        periods=periods,
        heading=_("Top"),
        sentence=_("What was most talked of and thanked for, counted every hour."),
        empty=_("Nothing was said or thanked for in this time."),
    )


@require_safe
def mine(request):
    return listing(
        request,
        placed(request.user).begun_by(request.user),
        view="mine",
        heading=_("Started by you"),
        sentence=_("Your own questions and discussions, those with the newest posts first."),
        empty=_("You have not started a topic yet. Ask the question you would ask a colleague."),
    )


@login_not_required
@require_safe
def boards(request):
    found = Board.objects.visible_to(request.user).select_related("group")
    context = {"boards": found, "filters": filters(request, "boards"), "yours": yours(request, "boards")}
    return render(request, "forums/reading/boards.html", context)


@login_not_required
@require_safe
def board(request, slug):
    boards = Board.objects.visible_to(request.user).select_related("group", "posting_group")
    found = get_object_or_404(boards, slug=slug)
    return listing(
        request,
        Topic.objects.filter(board=found).visible_to(request.user, boards=[found.pk]),
        view="board",
        board=found,
        choice=choice_of(request.user, board=found),
        heading=found.name,
        sentence=found.description,
        empty=_("Nothing here yet. The first topic sets the tone."),
    )


@login_not_required
@require_safe
def tag(request, slug):
    """The topics of one tag; a synonym leads to its word."""
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    if found.synonym_of:
        return redirect(found.synonym_of, permanent=True)
    return listing(
        request,
        Topic.objects.visible_to(request.user).filter(taggings__tag=found),
        view="tag",
        tag=found,
        choice=choice_of(request.user, tag=found),
        heading=_("Tagged “%(tag)s”") % {"tag": found},
        sentence=found.about,
        empty=_("Nothing you can read carries this tag."),
    )

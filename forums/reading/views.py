from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums.discussions.forms import ReplyForm
from forums.discussions.models import Board, Post, Topic
from forums.discussions.numbers import number_in
from members.mail.models import Notice

from .listing import page_of_rows
from .models import PAGE, AllRead, Level, Reading, Reason, news_begins, unread, with_place
from .pages import TopicPage, post_url
from .receivers import notice_key


def _listing(request, topics, *, view, board=None, **words):
    """A page with a list of topics; `words` are heading, sentence and what an empty page says."""
    rows, older = page_of_rows(request, topics)
    context = {
        "rows": rows,
        "older_url": older,
        "is_first_page": "older" not in request.GET,
        "board": board,
        "view": view,
        "filters": _filters(request, view) if board is None else [],
        "can_ask": board.can_be_posted_to_by(request.user) if board else request.user.is_authenticated,
        **words,
    }
    return render(request, "forums/reading/topics.html", context)


def _filters(request, current):
    """The lists there are, as links; those that need a person only for people."""
    views = [("latest", _("Latest")), ("unanswered", _("Unanswered questions"))]
    if request.user.is_authenticated:
        views[1:1] = [("unread", _("Unread")), ("mine", _("Mine"))]
    links = [{"label": label, "url": reverse(f"forums:{name}"), "is_current": name == current} for name, label in views]
    return [*links, {"label": _("Boards"), "url": reverse("forums:boards"), "is_current": current == "boards"}]


@login_not_required
@require_safe
def latest(request):
    return _listing(
        request,
        Topic.objects.visible_to(request.user),
        view="latest",
        heading=_("Discussions"),
        sentence=_("What people in customer experience are asking, trying and telling each other."),
        empty=_("Nobody has written here yet. What is on your mind today?"),
    )


@require_safe
def unread_topics(request):
    topics = unread(with_place(Topic.objects.visible_to(request.user), request.user), news_begins(request.user))
    return _listing(
        request,
        topics,
        view="unread",
        heading=_("Unread"),
        sentence=_("New topics, and new posts in those you have opened. Nothing drops off this list by itself."),
        empty=_("You have read everything. Enjoy the quiet."),
    )


@require_safe
def mine(request):
    return _listing(
        request,
        Topic.objects.visible_to(request.user).filter(author=request.user),
        view="mine",
        heading=_("Started by you"),
        sentence=_("Your own questions and discussions, those with the newest posts first."),
        empty=_("You have not started a topic yet. Ask the question you would ask a colleague."),
    )


@login_not_required
@require_safe
def unanswered(request):
    return _listing(
        request,
        Topic.objects.visible_to(request.user).unanswered(),
        view="unanswered",
        heading=_("Unanswered questions"),
        sentence=_("Somebody waits for each of these. A few sentences from experience are enough."),
        empty=_("Every question has an answer. Thank you."),
    )


@login_not_required
@require_safe
def boards(request):
    found = Board.objects.visible_to(request.user).select_related("group")
    return render(request, "forums/reading/boards.html", {"boards": found, "filters": _filters(request, "boards")})


@login_not_required
@require_safe
def board(request, slug):
    found = get_object_or_404(Board.objects.visible_to(request.user).select_related("group"), slug=slug)
    topics = Topic.objects.visible_to(request.user).filter(board=found)
    return _listing(
        request,
        topics,
        view="board",
        board=found,
        heading=found.name,
        sentence=found.description,
        empty=_("Nothing here yet. The first topic sets the tone."),
    )


@login_not_required
@require_safe
def topic(request, pk, slug):
    """One page of a topic. Reading it moves the reader's place, and reads the notices of the posts on it."""
    topics = Topic.objects.visible_to(request.user).select_related("board__group", "author")
    found = get_object_or_404(with_place(topics, request.user) if request.user.is_authenticated else topics, pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    page = TopicPage(found, request.user, request.GET.get("page", "1"))
    if not page.exists:
        raise Http404
    if request.user.is_authenticated and not _is_prefetch(request):
        page.read(request.user)
        Notice.objects.filter(person=request.user).read([notice_key(post) for post in page.posts])
    context = {"topic": found, "page": page, "posts": page.posts}
    if found.can_be_replied_to_by(request.user):
        context["reply_form"] = ReplyForm()
    return render(request, "forums/reading/topic.html", context)


def _is_prefetch(request):
    """Browsers fetch pages ahead that nobody may ever look at."""
    return "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")


@login_not_required
@require_safe
def post(request, pk, number):
    """The lasting address of a post: leads to its page of the topic, wherever that is."""
    found = get_object_or_404(
        Post.objects.filter(topic__in=Topic.objects.visible_to(request.user)).select_related("topic"),
        topic_id=pk,
        number=number,
    )
    return redirect(post_url(found.topic, found.number))


@require_POST
def watching(request, pk):
    """Choose what to hear of a topic: a Level in `level`."""
    found = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    level = request.POST.get("level")
    if level in Level.values:
        Reading.watch(request.user, found, level=level, reason=Reason.CHOSE)
        messages.success(request, _("Noted: %(level)s.") % {"level": Level(level).label})
    return redirect(post_url(found, _start_of_page(request.POST.get("page", ""), found)))


def _start_of_page(page, topic):
    """The first post number of the page a form stood on; 1 for anything that is not a page."""
    first = ((number_in(page, digits=6) or 1) - 1) * PAGE + 1
    return min(first, max(topic.last_number, 1))


@require_POST
def everything_read(request):
    AllRead.mark(request.user)
    messages.success(request, _("Everything up to now is marked as read."))
    return redirect("forums:unread")

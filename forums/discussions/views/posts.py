from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.progress.writing import Writing, keeps_text

from ..forms import PostForm, ReplyForm
from ..models import Board, Closed, EditedMeanwhile, Post
from ..numbers import number_in
from ..quoting import quote_of
from .attachments import enclosed
from .finding import as_others_see, preview_of, topic_of


@keeps_text("reply")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Reply to a topic; as a page of its own it also brings back a reply that could not be saved.

    `?to=` is the number of the post it answers, `?quote=` that of a post whose words stand in the text.
    """
    topic = topic_of(request, pk)
    if not topic.board.can_be_posted_to_by(request.user):
        raise PermissionDenied
    writing = Writing(request, f"reply:{topic.pk}")
    files = enclosed(request, writing.key)
    asked = {"reply_to": request.GET["to"]} if "to" in request.GET else {}
    form = ReplyForm(request.POST or None, initial=_quoting(request, topic, writing.initial()) | asked)
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid() and has_files:
        try:
            post = topic.reply(by=request.user, files=files.key, **form.cleaned_data)
        except Closed:
            form.add_error(
                None, _("This topic was closed while you wrote. Your text is below, so that you can keep it.")
            )
        else:
            writing.done(_("Your post is there for others to read."))
            return redirect(post)
    answered = topic.posts.spoken().filter(number=number_in(form["reply_to"].value())).select_related("author").first()
    context = {"topic": topic, "form": form, "answered": answered, "preview": preview_of(request, topic)}
    context |= {"draft": writing.context, "files": files.context, "is_quoting": "quote" in request.GET}
    return render(request, "forums/discussions/reply.html", context)


@keeps_text("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    """Change a post. Where somebody else changed it meanwhile, both texts are there, and nothing is saved unseen."""
    post = get_object_or_404(
        Post.objects.select_related("topic__board", "author"), topic=topic_of(request, pk), number=number
    )
    if not post.can_be_edited_by(request.user):
        raise PermissionDenied
    writing = Writing(request, f"edit:{post.pk}")
    files = enclosed(request, writing.key, post)
    form = PostForm(request.POST or None, initial={"body": post.markdown, "version": post.version} | writing.initial())
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid() and has_files:
        try:
            post.edit(by=request.user, files=files.key, without=files.without, **form.cleaned_data)
        except EditedMeanwhile as meanwhile:
            post = meanwhile.post
        else:
            writing.done(_("Your changes are saved."))
            return redirect(post)
    context = {"post": post, "topic": post.topic, "form": form, "preview": preview_of(request, post.topic)}
    context |= {"draft": writing.context, "files": files.context, "theirs": _meanwhile(form, post)}
    return render(request, "forums/discussions/edit.html", context)


@require_POST
def preview(request):
    """The HTML of a text being written for `?topic=` or the chosen `board`, exactly as it would be stored."""
    topic, board = None, None
    if number := number_in(request.GET.get("topic")):
        topic = topic_of(request, number)
    elif slug := request.POST.get("board", "").replace("\x00", ""):
        board = Board.objects.visible_to(request.user).filter(slug=slug).first()
    return HttpResponse(as_others_see(request, topic, board))


def _quoting(request, topic, initial):
    """`initial` of a reply, with the words of post `?quote=` below what is written already."""
    number = number_in(request.GET.get("quote"))
    quoted = topic.posts.spoken().filter(number=number).select_related("author").first() if number else None
    if quoted is None:
        return initial
    written, quote = initial.get("body", ""), quote_of(quoted)
    if quote.strip() in written:  # the page was loaded again
        return initial
    return initial | {"body": f"{written.rstrip()}\n\n{quote}".lstrip(), "reply_to": number}


def _meanwhile(form, post):
    """The post, where it has another text than the one this form began from; the form is then one over theirs."""
    began = number_in(form["version"].value())
    if began is None or began == post.version:
        return None
    if form.is_bound:
        form.data = form.data.copy()
        form.data["version"] = post.version
    else:
        form["version"].initial = post.version
    return post

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.progress.models import Draft, TooMany
from members.progress.words import TooLong, words_in
from members.progress.writing import Writing, keeps_text

from .. import screening
from ..asking.speaking import offer_to
from ..forms import PostForm, ReplyForm
from ..models import Behind, Board, Closed, EditedMeanwhile, Evidence, Post, TooSoon
from ..models.attachments import FilesTell
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
    sent = None if "switch" in request.POST else request.POST or None
    form = ReplyForm(sent, initial=None if sent else _initial_reply(request, topic, writing), person=request.user)
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    sent = writing.is_sent and form.is_valid() and has_files
    if stopped := sent and screening.stopped(by=request.user, form=form, key=writing.key, files=files.key, topic=topic):
        if stopped.url:
            writing.done(stopped.sentence)
            return redirect(stopped.url)
    elif sent and (post := _post_of(form, topic, files.key)):
        writing.done(_("Your post is there for others to read."))
        return redirect(post)
    draft = _with_what_was_kept(writing, form)
    answered = topic.posts.spoken().filter(number=number_in(form["reply_to"].value())).select_related("author").first()
    context = {"topic": topic, "form": form, "answered": answered, "preview": preview_of(request, topic)}
    context |= {"draft": draft, "files": files.context, "is_quoting": "quote" in request.GET}
    context["offer"] = offer_to(request.user, topic.board, topic)
    context["beside"] = screening.words_beside(request.user)
    return render(request, "forums/discussions/reply.html", context)


@keeps_text("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    """Change a post. Where somebody else changed it meanwhile, both texts are there, and nothing is saved unseen."""
    post = get_object_or_404(
        Post.objects.select_related("topic__board", "author").annotate(**Behind.beside_posts(request.user)),
        topic=topic_of(request, pk),
        number=number,
    )
    if not post.can_be_edited_by(request.user):
        raise PermissionDenied
    writing = Writing(request, f"edit:{post.pk}")
    files = enclosed(request, writing.key, post)
    kept = {"body": post.markdown, "version": post.version} | PostForm.rested_on(Evidence.of(post))
    form = PostForm(request.POST or None, initial=kept | writing.initial(), post=post, person=request.user)
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid() and has_files:
        try:
            form.save(by=request.user, files=files.key, without=files.without)
        except EditedMeanwhile as meanwhile:
            post = meanwhile.post
        except FilesTell:
            form.add_error(None, _("A file tells who sent it. This post has no name, and takes none."))
        else:
            writing.done(_("Your changes are saved."))
            return redirect(post)
    context = {"post": post, "topic": post.topic, "form": form, "preview": preview_of(request, post.topic)}
    context |= {"draft": writing.context, "files": files.context, "theirs": _meanwhile(form, post)}
    context["can_take_back"] = post.can_be_taken_back_by(request.user)
    context["takes_files"] = not (post.is_nameless and form.is_own)
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


def _post_of(form, topic, files):
    """The Post of a valid form; None where it could not go out, which is then an error of the form."""
    try:
        return form.reply(topic, files=files)
    except TooSoon as why:
        form.add_error(None, f"{why} {_('Your text is kept among your drafts until then.')}")
        form.waits_for_its_turn = True
    except Closed:
        form.add_error(None, _("This topic was closed while you wrote. Your text is below, so that you can keep it."))
    return None


def _with_what_was_kept(writing, form):
    """What the form shows of its draft; where the text waits for its turn, it is kept now."""
    if getattr(form, "waits_for_its_turn", False):
        with suppress(TooMany, TooLong):  # it is in the form all the same
            kept = Draft.keep(by=writing.request.user, key=writing.key, fields=words_in(writing.request.POST))
            about = {"version": kept.version, "is_unsaved": False, "kept_at": kept.saved_at}
            return writing.context | about | {"url": kept.get_absolute_url()}
    return writing.context


def _initial_reply(request, topic, writing):
    """What stands in the form of a reply before anybody writes in it."""
    voice = offer_to(request.user, topic.board, topic).voice
    goes_on = {"safely": voice is not None and voice.fits is None}  # they speak there so already
    asked = {"reply_to": request.GET["to"]} if "to" in request.GET else {}
    return goes_on | _quoting(request, topic, writing.initial()) | asked | _switched(request)


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


def _switched(request):
    """What stood in a form from the topic's page, where the button was pressed that leads to writing without a name."""
    if "switch" not in request.POST:
        return {}
    names = ["body", "reply_to", "token", "evidence", "evidence_how", "evidence_link"]
    return {name: request.POST[name] for name in names if name in request.POST} | {"safely": True}


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

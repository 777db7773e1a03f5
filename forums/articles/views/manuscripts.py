"""Writing an article: from an empty page to the editors, and again where they ask for changes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.discussions.numbers import number_in
from members.files.enclosing import Enclosed
from members.progress.models import Draft
from members.progress.pace import is_too_fast
from members.progress.writing import Writing, keeps_text

from .. import prose
from ..drafts import NEW, NEXT
from ..editors import is_editor, may_write
from ..manuscript_forms import LONGEST, DecisionForm, ManuscriptForm
from ..models import Article, ArticleFile, NotAllowed, NotNow, Outdated
from ..pages import page_of_articles
from ..pictures import Pictures, shown_below


@require_safe
def mine(request):
    """What I wrote and what I am writing, each with where it stands."""
    rows, older = page_of_articles(Article.objects.by(request.user), request.GET.get("older", ""), by="updated_at")
    is_first = "older" not in request.GET
    drafts = Draft.objects.of(request.user).filter(key__startswith=f"{NEW}:").newest_first()[:20] if is_first else []
    context = {"articles": rows, "drafts": drafts, "older_url": older, "is_first_page": is_first}
    return render(request, "forums/articles/mine.html", context | {"may_write": may_write(request.user)})


@keeps_text(NEW)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request):
    """A new article, or one gone on with by `?draft=`. "preview" only shows it."""
    writing = Writing.anew(request, NEW)
    if not may_write(request.user):
        if request.method == "POST":
            writing.keep(request.POST)
        return render(request, "forums/articles/members_write.html", status=403)
    form = ManuscriptForm(request.POST or None, initial=writing.initial())
    pictures = Pictures(request, writing.key)
    has_files = pictures.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid() and has_files and pictures.is_ready():
        told = form.cleaned_data
        article = Article.send_in(
            by=request.user, files=writing.key, token=told["token"], words=told["words"], **form.texts
        )
        writing.done(_("The editors have it, and you hear what they think."))
        return redirect(article.manuscript_url)
    return render(request, "forums/articles/write.html", _form_context(request, form, writing, pictures))


@keeps_text(NEXT)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request, pk):
    """The next text of an article: its author sends it to the editors, an editor saves it."""
    article = _article_of(request, pk)
    if not article.can_be_edited_by(request.user):
        raise PermissionDenied
    is_own = article.can_be_reworked_by(request.user)
    writing = Writing(request, f"{NEXT}:{article.pk}")
    shown = {name: getattr(article, name) for name in ["title", "sentence", "body", "audience"]}
    initial = shown | {"based_on": article.version_number} | writing.initial()
    form = ManuscriptForm(request.POST or None, initial=initial, article=article, is_own=is_own)
    pictures = Pictures(request, writing.key, article)
    has_files = pictures.take_in()
    theirs = _meanwhile(form, article)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and not theirs and form.is_valid() and has_files and pictures.is_ready():
        if done := _save(request, article, form, writing, pictures):
            return done
        theirs = article
    context = _form_context(request, form, writing, pictures, article)
    return render(request, "forums/articles/write.html", context | {"theirs": theirs, "is_own": is_own})


def _save(request, article, form, writing, pictures):
    """Give the valid text to its verb; None where somebody else was faster, and then the form is over theirs."""
    about = {"by": request.user, "files": writing.key, "without": pictures.without}
    about["based_on"] = form.cleaned_data["based_on"]
    try:
        if form.is_own:
            article.rework(words=form.cleaned_data["words"], **about, **form.texts)
            said = _("The editors have it again, and you hear what they think.")
        else:
            article.improve(change=form.cleaned_data["change"], **about, **form.texts)
            said = _("Your changes are saved. The text before stays among its versions.")
    except Outdated:
        _meanwhile(form, article)
        return None
    except NotNow as why:
        messages.warning(request, str(why))
        writing.keep(request.POST)
    else:
        writing.done(said)
    return redirect(article.manuscript_url)


def _meanwhile(form, article):
    """The article, where it has another text than the one this form began from; the form is then one over theirs."""
    began = number_in(form["based_on"].value())
    if began is None or began == article.version_number:
        return None
    if form.is_bound:
        form.data = form.data.copy()
        form.data["based_on"] = article.version_number
    else:
        form["based_on"].initial = article.version_number
    return article


def _form_context(request, form, writing, pictures, article=None):
    looks = "preview" in request.POST
    return {
        "form": form,
        "draft": writing.context,
        "files": pictures.context,
        "article": article,
        "is_own": True,
        "preview": _as_readers_see(request, article, form["body"].value() or "") if looks else None,
    }


@require_safe
def manuscript(request, pk):
    """One article for those who work on it: where it stands, what was said about it, and what comes next."""
    return render(request, "forums/articles/manuscript.html", manuscript_context(request, _article_of(request, pk)))


def manuscript_context(request, article, decision=None):
    """What the page of a manuscript shows; `decision` is a form that came back."""
    person = request.user
    decides = article.can_be_decided_by(person)
    return {
        "article": article,
        "remarks": list(article.remarks.select_related("by")),
        "files": shown_below(article),
        "is_own": article.author_id == person.pk,
        "may_write": may_write(person),
        "is_editor": is_editor(person),
        "can_edit": article.can_be_edited_by(person),
        "can_rework": article.can_be_reworked_by(person),
        "can_take_back": article.can_be_taken_back_by(person),
        "decision": (decision or DecisionForm(article=article)) if decides else None,
    }


@require_POST
def withdrawal(request, pk):
    """Its author takes it back from the editors."""
    article = _article_of(request, pk)
    try:
        article.take_back(by=request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    except NotNow as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("It is yours alone again. Change it as you like, and send it when it is ready."))
    return redirect(article.manuscript_url)


@require_POST
def files(request):
    """Take one file, `file`, for what is written under `key`; answers with its row, or 422 and a sentence."""
    key = request.POST.get("key", "")
    kind, _colon, rest = key.partition(":")
    article = None
    if kind == NEXT:
        article = Article.objects.open_to(request.user).filter(pk=number_in(rest) or 0).first()
        fits = article is not None and article.can_be_edited_by(request.user)
    else:
        fits = kind == NEW and len(rest) == 36 and may_write(request.user)
    if not fits or "file" not in request.FILES:
        return HttpResponse(_("This file did not arrive. Choose it once more."), status=422)
    if is_too_fast(request, "files", most=60, within=600):
        return HttpResponse(_("Those were many files in a short time. Wait a few minutes, then go on."), status=422)
    taking = Enclosed(request, ArticleFile, key, text=article)
    sent = taking.add(request.FILES["file"])
    if sent is None:
        return HttpResponse(" ".join(taking.errors), status=422)
    return render(request, "members/files/_sent.html", {"sent": sent}, status=201)


@require_POST
def preview(request):
    """The HTML of a text being written (of `?article=`), as readers would see it."""
    number = number_in(request.GET.get("article"))
    article = Article.objects.open_to(request.user).filter(pk=number).first() if number else None
    return HttpResponse(_as_readers_see(request, article, request.POST.get("body", "")))


def _as_readers_see(request, article, source):
    def pictures(keys):
        of = {"person": request.user} | ({"article": article} if article else {})
        return ArticleFile.objects.seen_as_pictures(keys, **of)

    return mark_safe(prose.render(source[:LONGEST], pictures))


def _article_of(request, pk):
    """The article `pk`, where this person works on it; Http404 otherwise."""
    return get_object_or_404(Article.objects.open_to(request.user).select_related("author", "lead"), pk=pk)

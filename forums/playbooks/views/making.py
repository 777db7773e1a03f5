from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums.discussions import markdown
from forums.discussions.forms import LONGEST_BODY
from forums.discussions.models import Topic
from members.progress.writing import Writing, keeps_text

from ..audience import audience_words, boards_behind
from ..forms import PassageForm, PlaybookForm
from ..making import answers_of, can_be_distilled_by, subjects_for
from ..models import Overtaken, Passage, Playbook, Refused
from .finding import held


@keeps_text("playbook")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, pk):
    """Make a playbook of a solved topic."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).select_related("board__group"), pk=pk)
    if not can_be_distilled_by(topic, request.user):
        raise PermissionDenied
    writing = Writing(request, f"playbook:{pk}")
    begun = {"title": topic.title[:150], "subjects": [each.pk for each in subjects_for(topic)], "months": 6}
    form = PlaybookForm(request.POST or None, initial=writing.initial() or begun)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid():
        try:
            playbook = Playbook.begin(topic, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            writing.done(_("Here is the draft: only you and moderators see it. Now write each passage in your words."))
            return redirect(playbook)
    context = {"topic": topic, "form": form, "draft": writing.context, "answers": answers_of(topic)}
    context["audience"] = audience_words([topic.board])
    return render(request, "forums/playbooks/begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def about(request, pk):
    """Change what it is called and what it is about."""
    playbook = held(request, pk)
    stands = {name: getattr(playbook, name) for name in ["title", "about", "months"]}
    if request.method != "POST":
        stands["subjects"] = list(playbook.subjects.values_list("pk", flat=True))
    form = PlaybookForm(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        playbook.change(by=request.user, **said)
        messages.success(request, _("Your changes are saved."))
        return redirect(playbook)
    return render(request, "forums/playbooks/about.html", {"playbook": playbook, "form": form})


@keeps_text("addition")
@require_http_methods(["GET", "HEAD", "POST"])
def addition(request, pk):
    """One more passage."""
    playbook = held(request, pk)

    def save(said):
        return Passage.add(playbook, by=request.user, **said)

    return _write(request, playbook, f"addition:{pk}", save, {})


@keeps_text("passage")
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request, pk, passage):
    """Another text for a passage, or other posts behind it."""
    playbook = held(request, pk)
    found = _passage(playbook, passage)
    behind = found.sources.select_related("post").order_by("pk")
    stands = {"heading": found.heading, "text": found.text, "version": found.version}
    stands["posts"] = "\n".join(request.build_absolute_uri(source.post.get_absolute_url()) for source in behind)

    def save(said):
        found.playbook = playbook
        return found.revise(by=request.user, **said)

    return _write(request, playbook, f"passage:{passage}", save, stands, found)


def _write(request, playbook, key, save, stands, found=None):
    """The form of a passage, new or not."""
    writing = Writing(request, key)
    options = {"person": request.user, "is_new": found is None}
    form = PassageForm(request.POST or None, initial=writing.initial() or stands, **options)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    theirs = None
    if writing.is_sent and form.is_valid():
        before = audience_words(boards_behind(playbook))
        said = dict(form.cleaned_data)
        if found is None:
            said.pop("version")
        try:
            save(said)
        except Overtaken as error:
            theirs = error.passage
            form.data = form.data.copy()
            form.data["version"] = theirs.version
        except Refused as why:
            form.add_error(None, str(why))
        else:
            writing.done(_("The passage is saved."))
            after = audience_words(boards_behind(playbook))
            if after != before:
                messages.info(
                    request, _("With the posts behind it, who can read it has changed: %(who)s") % {"who": after}
                )
            return redirect(playbook)
    preview = markdown.render(request.POST.get("text", "")[:LONGEST_BODY]) if "preview" in request.POST else None
    context = {"playbook": playbook, "passage": found, "form": form, "draft": writing.context}
    context |= {"preview": preview, "theirs": theirs}
    return render(request, "forums/playbooks/passage.html", context)


@require_POST
def removal(request, pk, passage):
    """Take a passage out."""
    playbook = held(request, pk)
    _passage(playbook, passage).remove(by=request.user)
    messages.success(request, _("It is taken out. Its texts stay in the history."))
    return redirect(playbook)


@require_POST
def rise(request, pk, passage):
    """Let a passage stand one place further up."""
    playbook = held(request, pk)
    found = _passage(playbook, passage)
    found.rise(by=request.user)
    return redirect(f"{playbook.get_absolute_url()}#{found.anchor}")


def _passage(playbook, pk):
    return get_object_or_404(playbook.passages.standing().select_related("playbook"), pk=pk)

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.progress.writing import Writing, keeps_text

from ..asking.stories import StoryForm
from ..models import EditedMeanwhile, Evidence, Post, Story
from .finding import as_others_see, topic_of


@keeps_text("edit")
@require_http_methods(["GET", "HEAD", "POST"])
def story(request, pk):
    """Tell a story again, part by part."""
    topic = topic_of(request, pk)
    told = get_object_or_404(Story, topic=topic)
    told.topic = topic
    post = get_object_or_404(Post.objects.select_related("author"), topic=topic, number=1)
    post.topic = topic
    if not post.can_be_edited_by(request.user):
        raise PermissionDenied
    writing = Writing(request, f"edit:{post.pk}")
    kept = {f"part_{name}": text for name, text in told.parts.items()} | {"version": post.version}
    kept |= StoryForm.rested_on(Evidence.of(post))
    form = StoryForm(request.POST or None, initial=kept | writing.initial(), post=post, person=request.user)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    overtaken = None
    if writing.is_sent and form.is_valid():
        overtaken = _tell(form, told, by=request.user)
        if overtaken is None:
            writing.done(_("Your changes are saved."))
            return redirect(topic)
    context = {"topic": topic, "post": post, "form": form, "draft": writing.context, "overtaken": overtaken}
    if "preview" in request.POST:
        context["preview"] = as_others_see(request, topic, source=Story.compose(topic.kind, form.parts_typed))
    return render(request, "forums/discussions/story.html", context)


def _tell(form, told, *, by):
    """Tell it anew; returns the Post where somebody else changed it meanwhile."""
    try:
        evidence = form.rests_on if form.is_own else None
        version = form.cleaned_data["version"]
        told.tell_again(form.story_for(told.topic.kind), by=by, version=version, evidence=evidence)
    except EditedMeanwhile as error:
        form.data = form.data.copy()
        form.data["version"] = error.post.version
        return error.post
    return None


@require_POST
def hit(request, pk):
    """Say that one met the same failure, or take that back with `undo`."""
    topic = topic_of(request, pk)
    told = get_object_or_404(Story, topic=topic)
    told.topic = topic
    if topic.kind != topic.FAILURE:
        raise Http404
    if not told.can_be_hit_by(request.user):
        raise PermissionDenied
    told.hit(by=request.user, too="undo" not in request.POST)
    return redirect(f"{topic.get_absolute_url()}#hit-too")

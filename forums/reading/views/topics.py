from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from forums.discussions import screening
from forums.discussions.forms import ReplyForm
from forums.discussions.models import Attachment, Post, Topic
from forums.discussions.views.attachments import enclosed
from members.progress.models import Draft
from members.progress.writing import Writing

from ..best import is_long
from ..finding import topic_for
from ..listing import Row
from ..pages import TopicPage, page_number, post_url
from ..related import topics_related
from .lists import is_prefetch


@login_not_required
@require_safe
def topic(request, pk, slug):
    """One page of a topic. Reading it moves the reader's place, and reads the notices of the posts on it."""
    number = page_number(request.GET.get("page", "1"))
    found = get_object_or_404(topic_for(request.user, pk, number))
    if slug != found.slug:
        return redirect(found, permanent=True)
    page = TopicPage(found, request.user, number)
    if not page.exists:
        raise Http404
    if request.user.is_authenticated and not is_prefetch(request):
        page.read()
    context = {"topic": found, "page": page, "posts": page.posts, "is_long": is_long(found)}
    if found.kind == Topic.FAILURE and number == 1:
        context |= {"story": found.story, "may_hit": found.story.can_be_hit_by(request.user)}
    if page.number == page.count:
        context["related"] = [Row(each) for each in topics_related(found, request.user)]
    if found.can_be_replied_to_by(request.user):
        context |= _reply(request, found)
    return render(request, "forums/reading/topic.html", context)


def _reply(request, topic):
    """The form at the foot of the page, with what was kept of it."""
    writing = Writing(request, f"reply:{topic.pk}")
    writing.draft = Draft.read(topic.my_draft, request.user)
    files = enclosed(request, writing.key)
    goes_on = {"safely": bool(topic.my_voice), "evidence": ""}  # who speaks there without a name goes on so
    return {
        "reply_form": ReplyForm(initial=goes_on | writing.initial(), person=request.user),
        "draft": writing.context,
        "files": files.context_of(Attachment.read(topic.my_files)),
        "beside": screening.words_beside(request.user),
    }


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

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from forums.discussions import screening
from forums.discussions.forms import ReplyForm
from forums.discussions.models import Attachment, Post, Topic
from forums.discussions.views.attachments import enclosed
from members.progress.models import Draft
from members.progress.writing import Writing

from ..best import is_long
from ..finding import reply_key
from ..kept import filled, hole, kept
from ..listing import Row
from ..pages import PERSONAL, TopicPage, page_number, post_url
from ..related import ask_for_related
from .lists import is_prefetch


@login_not_required
@require_safe
def topic(request, pk, slug):
    """One page of a topic. Reading it moves the reader's place, and reads the notices of the posts on it."""
    page = TopicPage.find(request.user, pk, page_number(request.GET.get("page", "1")))
    if page is None:
        raise Http404
    if slug != page.topic.slug:
        return redirect(page.topic, permanent=True)
    if request.user.is_authenticated and not is_prefetch(request):
        page.read()
    related = ask_for_related(page.topic, request.user) if page.number == page.count else None
    if request.user.is_authenticated or not page.can_be_kept or "messages" in request.COOKIES:
        return HttpResponse(_written(request, page, related))
    # What strangers read is kept whole.
    made_of = (page.made_of, related and related.text(), page.minute, request.get_full_path())
    return HttpResponse(kept("topic", *made_of, write=lambda: _written(request, page, related)))


def _written(request, page, related):
    """The page as text."""
    found, person = page.topic, page.person
    context = {"topic": found, "page": page, "is_long": is_long(found), "said": _said(request, page)}
    if related:
        context["related"] = [Row(each) for each in related.objects]
    if found.can_be_replied_to_by(person):
        context["answer"] = _answer(request, page)
    return render_to_string("forums/reading/topic.html", context, request)


def _said(request, page):
    """The posts of the page as HTML, with all that hangs on them: the same for many readers, so it is kept."""
    topic, person, here = page.topic, page.person, request.get_full_path()
    can_reply = topic.can_be_replied_to_by(person)

    def write():
        shown = {"topic": topic, "page": page, "person": person, "can_reply": can_reply, "next": here}
        if topic.kind == Topic.FAILURE and page.number == 1:
            shown |= {"story": topic.story, "may_hit": topic.story.can_be_hit_by(person)}
        return render_to_string("forums/reading/_said.html", shown | {"csrf_token": hole("csrf")})

    text = kept("said", page.made_of, can_reply, here, write=write) if page.can_be_kept else write()
    return _with_token(request, text)


def _answer(request, page):
    """The form at the foot of the page, with what was kept of it. Empty it is the same on all pages of the topic."""
    topic, person = page.topic, request.user
    writing = Writing(request, reply_key(topic.pk))
    writing.draft = Draft.read(topic.my_draft, person)
    sent = Attachment.read(topic.my_files)
    beside = screening.words_beside(person)
    # Who speaks there without a name goes on so.
    initial = {"safely": bool(topic.my_voice), "evidence": ""} | writing.initial()

    def write(**holes):
        return render_to_string("forums/reading/_answer.html", {
            "topic": topic,
            "person": person,
            "form": ReplyForm(initial=initial | holes, person=person),
            "draft": writing.context,
            "files": enclosed(request, writing.key).context_of(sent),
            "beside": beside,
            "csrf_token": hole("csrf"),
        })  # fmt: skip

    if writing.draft or writing.lost or sent:
        return _with_token(request, write())
    about = (page.asked.text(without=PERSONAL), page.person.rights, person.pk, beside)
    text = kept("answer", *about, write=lambda: write(token=hole("once")))
    return _with_token(request, filled(text, once=uuid.uuid4()))


def _with_token(request, text):
    return mark_safe(filled(text, csrf=get_token(request)) if hole("csrf") in text else text)


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

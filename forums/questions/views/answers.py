"""Saying that an answer helped, taking it back, and what kind of topic it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forums.discussions.models import NotAllowed, Post
from forums.discussions.views.finding import topic_of

from ..models import Acceptance, NotAcceptable, TooManyAccepted
from ..turning import HasAnswers, open_again, turn


def post_of(request, pk, number):
    """The post `number` of a topic this reader may see; Http404 otherwise."""
    topic = topic_of(request, pk)
    post = get_object_or_404(Post.objects.select_related("author"), topic=topic, number=number, kind=Post.POST)
    post.topic = topic
    return post


@require_POST
def acceptance(request, pk, number):
    """Say that an answer helped; "undo" takes it back."""
    post = post_of(request, pk, number)
    try:
        if "undo" in request.POST:
            Acceptance.withdraw(post, by=request.user)
            messages.success(request, _("The mark is off. What people told of the answer stays with it."))
        else:
            Acceptance.accept(post, by=request.user)
            messages.success(request, _("Thank you. It stands first now, and whoever wrote it hears of it."))
    except NotAcceptable:
        raise PermissionDenied from None
    except TooManyAccepted as why:
        messages.info(request, str(why))
    return redirect(post)


@require_POST
def reopening(request, pk, number):
    """An answer that was thought to help did not: the mark goes, and the question is open again."""
    post = post_of(request, pk, number)
    try:
        open_again(post, by=request.user)
    except NotAcceptable:
        raise PermissionDenied from None
    messages.success(request, _("Your question is open again. A word on what you tried helps others to help you."))
    return redirect(post.topic)


@require_POST
def kind(request, pk):
    """Make a question of a discussion, or the other way round."""
    topic = topic_of(request, pk)
    try:
        turn(topic, into=request.POST.get("into", ""), by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    except HasAnswers:
        messages.info(request, _("An answer helped here, so it stays a question. Take the mark off before."))
    else:
        is_question = topic.is_question
        messages.success(request, _("It is a question now.") if is_question else _("It is a discussion now."))
    return redirect(topic)

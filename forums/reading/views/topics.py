from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from forums.discussions.models import Post, Topic

from ..pages import PageGlance, page_number, post_url
from ..showing import Showing
from .lists import is_prefetch


@login_not_required
@require_safe
def topic(request, pk, slug):
    """One page of a topic. Reading it moves the reader's place, and reads the notices of the posts on it."""
    glance = PageGlance.find(request.user, pk, page_number(request.GET.get("page", "1")))
    if glance is None:
        raise Http404
    showing = Showing(request, glance)
    if not showing.is_kept and slug != showing.page.topic.slug:  # what is kept was shown at this very address
        return redirect(showing.page.topic, permanent=True)
    showing.write()
    if request.user.is_authenticated and not is_prefetch(request):
        glance.read()
    return HttpResponse(showing.text())


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

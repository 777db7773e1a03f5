"""A feed of what one person follows, for their own feed reader; and the page on which its address is kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forums.discussions.models import Post, Topic

from ..models import LOUD, FeedToken
from ..reader import reader_of
from ..unread import with_place
from .atom import MOST, Feed, whole
from .feeds import said_in
from .public import public_boards

LOOKED_AT = 100  # of the newest topics that each of topics, boards and tags brings; muted ones among them drop out


@login_not_required
@require_safe
@never_cache
def feeds(request):
    """What can be followed in a feed reader: what is public, and for people what they follow."""
    own = FeedToken.objects.filter(person=request.user.pk).first() if request.user.is_authenticated else None
    address = own.address if own else ""
    context = {"boards": public_boards(), "own": own, "own_url": whole(address) if address else ""}
    return render(request, "forums/reading/around/feeds.html", context)


@require_POST
def making(request):
    """Make the address of one's own feed; with "anew" another one."""
    anew = "anew" in request.POST
    FeedToken.make(request.user, anew=anew)
    said = _("Your feed has a new address. The one before leads nowhere now.") if anew else _("Your feed is ready.")
    messages.success(request, said)
    return redirect("forums:feeds")


@require_POST
def removal(request):
    FeedToken.take_back(request.user)
    messages.success(request, _("Your feed is gone. Its address leads nowhere now."))
    return redirect("forums:feeds")


@login_not_required
@require_safe
def own_feed(request, token):
    """The newest posts of what the owner of `token` follows, as far as they may read it at this moment."""
    kept = FeedToken.behind(token)
    if kept is None:
        raise Http404
    kept.note_use()
    feed = Feed(_("CXPA: what you follow"), "", reverse("forums:feeds"), reverse("forums:latest"))
    for post in posts_followed_by(kept.person):
        feed.add_post(post, said_in(post))
    response = feed.answer(request)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def posts_followed_by(person):
    """The newest posts in topics that `person` follows, the last one first; without those of whom they blocked."""
    topics = {topic.pk: topic for topic in topics_followed_by(person)}
    # No more than the last MOST of each are read, however long it is.
    late = Post.objects.spoken().filter(topic__in=topics, number__gt=F("topic__last_number") - MOST)
    late = late.exclude(author__in=reader_of(person).hidden)
    posts = list(late.select_related("author").defer("body").order_by("-created_at", "-pk")[:MOST])
    for post in posts:
        post.topic = topics[post.topic_id]
    return posts


def topics_followed_by(person):
    """The topics that `person` hears of, those with the newest posts first."""
    reader = reader_of(person)
    visible = Topic.objects.visible_to(person, boards=reader.boards)
    said = visible.filter(readings__person=person.pk, readings__level__in=LOUD)
    on_boards = visible.filter(board__in=_loud(reader.on_boards))
    on_tags = visible.filter(taggings__tag__in=_loud(reader.on_tags))
    candidates = Q(pk__in=[])
    for brought in [said, on_boards, on_tags]:
        candidates |= Q(pk__in=brought.newest_first().values("pk")[:LOOKED_AT])
    found = with_place(visible.filter(candidates), person).filter(my_level__in=LOUD)
    return found.select_related("board").newest_first()[:MOST]


def _loud(levels):
    return [about for about, level in levels.items() if level in LOUD]

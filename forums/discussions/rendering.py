"""Old posts made anew when the rendering has changed, a batch at a time: stopped anywhere, it goes on from there."""

from django.db import transaction

from .markdown import RENDER_VERSION
from .models import Post, PostSearch, Topic

BATCH = 200
WRITTEN = ["html", "excerpt", "word_count", "render_version"]


def render_batch(after=0):
    """Render the next posts after id `after` that an earlier version rendered; returns the last id, None at the end."""
    with transaction.atomic():
        old = Post.objects.filter(pk__gt=after, render_version__lt=RENDER_VERSION, kind=Post.POST)
        free = old.select_for_update(of=["self"], skip_locked=True).select_related("topic__board")
        posts = list(free.order_by("pk")[:BATCH])
        if not posts:
            return None
        changed = []
        for post in posts:
            before = post.html
            post.render()
            if post.html != before:
                changed.append(post)
        same = {post.pk for post in posts} - {post.pk for post in changed}
        Post.objects.filter(pk__in=same).update(render_version=RENDER_VERSION)
        Post.objects.bulk_update(changed, WRITTEN)
        for post in changed:
            if post.number == 1 and not post.is_hidden:
                Topic.objects.filter(pk=post.topic_id).update(excerpt=post.excerpt)
        PostSearch.index(post_ids=[post.pk for post in changed])
    return posts[-1].pk


def render_old(batches=20):
    """Some batches, for a tick of the clock; returns whether any may be left."""
    after = 0
    for _turn in range(batches):
        after = render_batch(after)
        if after is None:
            return False
    return True

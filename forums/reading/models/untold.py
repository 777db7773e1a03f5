"""Posts of which nobody has been told yet: rows that are there between the moment of writing and the telling."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Min
from django.utils import timezone

from forums.discussions.models import Post

MOST = 50  # posts of a topic that are told together
AGAIN_AFTER = timedelta(minutes=5)  # where telling failed


class Untold(models.Model):
    """A post whose watchers are to be told of it, written in the transaction that wrote the post.

    It goes in the transaction that tells them: so nobody is told twice, and a post is never forgotten, whatever
    becomes of the worker or of Redis.
    """

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="+")
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], name="untold_due")]

    def __str__(self):
        return f"post {self.post_id} is untold"

    @classmethod
    def take(cls, now):
        """The next due posts of one topic, in their order, for this transaction alone; [] where there is nothing.

        Whoever holds the first of a topic holds the topic: the others are not offered while that one is there.
        """
        due = cls.objects.filter(due_at__lte=now)
        firsts = due.order_by().values("post__topic").annotate(first=Min("pk")).values("first")
        free = due.filter(pk__in=firsts).select_for_update(skip_locked=True, of=["self"])
        first = free.select_related("post").only("post__topic").order_by("due_at", "pk").first()
        if first is None:
            return []
        posts = Post.objects.filter(pk__in=due.filter(post__topic=first.post.topic_id).values("pk"))
        return list(posts.select_related("topic__board__group", "topic__author", "author").order_by("pk")[:MOST])

    @classmethod
    def drop(cls, posts):
        """They were told of."""
        cls.objects.filter(pk__in=[post.pk for post in posts]).delete()

    @classmethod
    @transaction.atomic
    def postpone(cls, posts, now):
        """Telling of them failed: try again later, and let the others go on meanwhile."""
        cls.objects.filter(pk__in=[post.pk for post in posts]).update(due_at=now + AGAIN_AFTER)

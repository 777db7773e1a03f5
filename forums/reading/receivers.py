"""When somebody posts: their own place moves, and those who watch hear of it, all in the post's transaction."""

from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.utils.translation import gettext as _

from forums.discussions.models import Post
from forums.discussions.signals import post_added
from members.mail.notices import tell_many
from members.mail.outbox import send_to_many

from .models import Level, Reading, Reason

LONGEST_IN_MAIL = 6_000  # characters of HTML; longer posts go with their excerpt and are read in the portal


@receiver(post_added, sender=Post, dispatch_uid="reading.follow_own_post")
def follow_own_post(sender, post, **kwargs):
    Reading.watch(post.author, post.topic, reason=Reason.STARTED if post.number == 1 else Reason.REPLIED)
    Reading.reach(post.author, post.topic, post.number)


@receiver(post_added, sender=Post, dispatch_uid="reading.tell_watchers")
def tell_watchers(sender, post, **kwargs):
    """A notice and a letter for everyone who watches and may still read the board."""
    topic, board = post.topic, post.topic.board
    watchers = list(
        get_user_model()
        .objects.active()
        .in_audience(board.audience, board.group_id)
        .filter(readings__topic=topic, readings__level=Level.WATCHING)
        .exclude(pk=post.author_id)
    )
    if not watchers:
        return
    headline = _("%(name)s replied in “%(topic)s”") % {"name": post.author, "topic": topic}
    tell_many(watchers, "forums/reading/posted", headline=headline, url=post.get_absolute_url(), key=notice_key(post))
    send_to_many(
        "forums/reading/posted",
        people=watchers,
        key=f"post:{post.pk}",
        author=str(post.author),
        headline=post.author.headline,
        topic=str(topic),
        board=str(board),
        url=post.get_absolute_url(),
        html=post.html if len(post.html) <= LONGEST_IN_MAIL else "",
        excerpt=post.excerpt,
        text=post.body if len(post.body) <= LONGEST_IN_MAIL else post.excerpt,
    )


def notice_key(post):
    """The key of the notice of a post: reading the post reads the notice."""
    return f"topic:{post.topic_id}:post:{post.number}"

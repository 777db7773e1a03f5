"""When an expert answers, what they were asked is answered."""

from django.dispatch import receiver

from forums.discussions.models import Post
from forums.discussions.signals import post_added

from .models import Referral


@receiver(post_added, sender=Post, dispatch_uid="experts.note_answer")
def note_answer(sender, post, **kwargs):
    if post.number > 1 and post.author_id:
        Referral.note_answer(post)

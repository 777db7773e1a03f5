"""When an expert answers, what they were asked is answered; what becomes a part of another topic is asked there."""

from django.dispatch import receiver

from forums.discussions.models import Post, Topic
from forums.discussions.signals import post_added, posts_moved

from .models import Referral


@receiver(post_added, sender=Post, dispatch_uid="experts.note_answer")
def note_answer(sender, post, **kwargs):
    if post.number > 1 and post.author_id:
        Referral.note_answer(post)


@receiver(posts_moved, sender=Topic, dispatch_uid="experts.follow_the_question")
def follow_the_question(sender, source, target, **kwargs):
    if source.merged_into_id == target.pk:
        Referral.follow(source, target)

"""Whom a first look and limits are for: new free accounts, and nobody else. Known by facts, never counted in points.

Members start trusted, and so does who was one. A free account that is thirty days old, or of which a post stands, needs
no look at what it writes; in its first three days, or until three of its posts stand, it has limits.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from forums.discussions.models import Post

NEW_FOR = timedelta(days=30)
LIMITED_FOR = timedelta(days=3)
LIMITED_POSTS = 3


@dataclass
class Trust:
    person: object

    @cached_property
    def is_given(self):
        """Whether nothing is asked of them at all."""
        person = self.person
        return person.is_member or person.is_staff or person.is_moderator

    @property
    def is_new(self):
        """Whether the account is new, and never was a member's."""
        return (
            not self.is_given and self.person.member_until is None and self.person.joined_at > timezone.now() - NEW_FOR
        )

    @cached_property
    def standing(self):
        """How many of their posts stand, counted to LIMITED_POSTS; one query."""
        posts = Post.objects.filter(author=self.person, kind=Post.POST, hidden_at=None, topic__hidden_at=None)
        return len(posts.values_list("pk", flat=True)[:LIMITED_POSTS])

    @property
    def needs_a_look(self):
        """Whether a moderator reads what they write before others do."""
        return self.is_new and self.standing == 0

    @property
    def limits_end_at(self):
        return self.person.joined_at + LIMITED_FOR

    @property
    def is_limited(self):
        return self.is_new and self.limits_end_at > timezone.now() and self.standing < LIMITED_POSTS

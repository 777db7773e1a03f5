"""Who is named in a post, by @ and their handle."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..signals import people_mentioned
from .behind import Behind

MOST = 20  # people that one post calls


def people_named(handles, board=None):
    """Those called by `handles` who may read `board` (None: any), in the order of the text, at most MOST."""
    wanted = handles[:MOST]
    people = get_user_model().objects.active().filter(handle__in=wanted)
    if board is not None:
        people = people.in_audience(board.audience, board.group_id)
    return sorted(people, key=lambda person: wanted.index(person.handle))


class Mention(models.Model):
    """A person named in a post who may read it. One row however often they are named, or the post edited."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mentioned_once_per_post")]

    def __str__(self):
        return f"{self.person} in {self.post}"

    @classmethod
    def note(cls, post):
        """Remember whom the text of `post`, just rendered, names, and tell of those it did not name before."""
        writer = Behind.person_of(post) if post.named else None
        people = [person for person in post.named if person != writer]
        if not people:
            return
        known = set(cls.objects.filter(post=post).values_list("person_id", flat=True))
        new = [person for person in people if person.pk not in known]
        if new:
            cls.objects.bulk_create([cls(post=post, person=person) for person in new], ignore_conflicts=True)
            people_mentioned.send(sender=cls, post=post, people=new)

"""Where a post stands that stood elsewhere: a number that was given once leads to its post for ever."""

from django.db import models
from django.db.models import OuterRef


class MovedPost(models.Model):
    """Post `number` of `topic` is `post` now, wherever that stands. In its place a staff action says so."""

    topic = models.ForeignKey("discussions.Topic", models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "moved post"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="moved_once_per_number")]

    def __str__(self):
        return f"post {self.number} of topic {self.topic_id}"

    @classmethod
    def place_of(cls, topic, number):
        """The Post that stood at `number` of the topic `topic` (a pk), with the topic it is in; None where none did."""
        moved = cls.objects.filter(topic=topic, number=number).select_related("post__topic__board").first()
        return moved and moved.post

    @classmethod
    def openers(cls):
        """The posts that opened a topic which is part of another one now, to be compared with the outer `pk`."""
        return cls.objects.filter(number=1, post=OuterRef("pk"))

    @classmethod
    def note(cls, topic, numbers):
        """Remember that {number in `topic`: Post or its pk} stands elsewhere now; what led elsewhere before stays."""
        cls.objects.bulk_create(
            (cls(topic=topic, number=number, post_id=getattr(post, "pk", post)) for number, post in numbers.items()),
            ignore_conflicts=True,
            batch_size=2000,
        )

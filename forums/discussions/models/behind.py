"""Who speaks without a name. No other file asks this table, and a test of the house holds that.

The post's own author is the one nameless Person, for all who ask: lists, search, letters, the record, the admin. What
has to reach the writer (their right to edit, an answer to them) goes through the questions below, which answer about
one person at a time. The name itself is told to staff only by an `Unmasking`.

Posts that are moved, split off or merged keep their rows: they hang on the post and not on its topic.
"""

from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Subquery, Value


class Behind(models.Model):
    post = models.OneToOneField("discussions.Post", models.CASCADE, primary_key=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"who wrote post {self.post_id}"

    @classmethod
    def keep(cls, post, person):
        """Remember who wrote `post`."""
        cls.objects.create(post=post, person=person)

    @classmethod
    def person_of(cls, post):
        """The Person who wrote `post`, whoever is shown; None where that account is gone. One query, or none."""
        if not post.speaks_as:
            return post.author
        return get_user_model().objects.filter(pk__in=cls.objects.filter(post=post.pk).values("person")).first()

    @classmethod
    def is_behind(cls, person, post):
        """Whether `person` wrote `post`, which is said by no name."""
        return cls.objects.filter(post=post.pk, person=person.pk).exists()

    @classmethod
    def is_behind_topic(cls, person, topic):
        """Whether `person` began `topic`, which is asked by no name."""
        return cls.objects.filter(post__topic=topic.pk, post__number=1, person=person.pk).exists()

    @classmethod
    def voice_in(cls, topic, person):
        """The words by which `person` is known in `topic`; "" where they have not spoken there without a name."""
        mine = cls.objects.filter(post__topic=topic.pk, person=person.pk)
        return mine.order_by("post__number").values_list("post__speaks_as", flat=True).first() or ""

    # --- For queries of what one reader sees: of that reader, and of nobody else -----------------------------------

    @classmethod
    def beside_posts(cls, person):
        """{name: expression} for posts: whether `person` is behind each. `Spoken.is_by` knows it then."""
        mine = cls.objects.filter(post=OuterRef("pk"), person=person.pk)
        return {"is_mine": Exists(mine), "reader_pk": Value(person.pk)} if person.is_authenticated else {}

    @classmethod
    def beside_topics(cls, person):
        """The same for topics, with `my_voice`: the words by which `person` is known in each, or None."""
        if not person.is_authenticated:
            return {}
        mine = cls.objects.filter(post__topic=OuterRef("pk"), person=person.pk)
        words = mine.order_by("post__number").values("post__speaks_as")[:1]
        return {
            "is_mine": Exists(mine.filter(post__number=1)),
            "my_voice": Subquery(words),
            "reader_pk": Value(person.pk),
        }

    @classmethod
    def posts_of(cls, person):
        """The ids of the posts `person` wrote without a name, as a query: for their own lists and their own export."""
        return cls.objects.filter(person=person.pk).values("post")

    @classmethod
    def theirs(cls, people, topics):
        """{pk of a person: {(post, topic, number)}} of what each of `people` wrote without a name in `topics`: for the
        digest of each, in which their own words are no news. One query, none without topics."""
        found = defaultdict(set)
        if topics:
            own = cls.objects.filter(person__in=people, post__topic__in=topics)
            for person, *post in own.values_list("person_id", "post_id", "post__topic_id", "post__number"):
                found[person].add(tuple(post))
        return found

    @classmethod
    def topics_of(cls, person):
        """The ids of the topics `person` began without a name, as a query."""
        return cls.objects.filter(person=person.pk, post__number=1).values("post__topic")

"""What came of an answer: told by who asked, and by any reader who tried it."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post, Topic

from ..asker import acting_as, is_asker
from ..signals import outcome_reported

LONGEST_WORDS = 500  # characters


class NotTellable(Exception):
    """This is no answer of which anything can be told, or one's own."""


def can_be_told_by(post, person):
    """Any reader may tell what came of an answer that helped somebody, but not who gave it.

    Where the mark was taken off again, those who told of it still may: what they said is still shown.
    """
    stands = post.kind == Post.POST and post.number > 1 and not post.is_hidden and post.topic.hidden_at is None
    stands = stands and post.topic.is_question and bool(post.accepted_at or post.outcomes)
    return stands and person.is_authenticated and person.is_active and not post.is_by(person)


class Outcome(models.Model):
    """One person's word on one answer; a change of mind replaces it."""

    WORKED, PARTLY, NOT, NEVER = "worked", "partly", "not", "never"
    KINDS = [
        (WORKED, _("It worked")),
        (PARTLY, _("It worked in part")),
        (NOT, _("It did not work")),
        (NEVER, _("I never tried it")),
    ]

    post = models.ForeignKey(Post, models.CASCADE, related_name="outcomes_told", verbose_name=_("answer"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="outcomes_told", verbose_name=_("told by")
    )
    is_asker = models.BooleanField(_("by who asked"), default=False)
    kind = models.CharField(_("what came of it"), max_length=6, choices=KINDS)
    words = models.CharField(_("in their words"), max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField(_("told"), default=timezone.now)

    class Meta:
        verbose_name = _("what came of an answer")
        verbose_name_plural = _("what came of answers")
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="outcome_once_per_person"),
            models.CheckConstraint(condition=Q(kind__in=["worked", "partly", "not", "never"]), name="outcome_known"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.post}"

    @property
    def voice(self):
        """Who told it, in words; who asked is called as their question is."""
        return self.post.topic.voice if self.is_asker else str(self.person)

    @classmethod
    @transaction.atomic
    def tell(cls, post, *, by, kind, words=None, now=None):
        """`by` tells what came of `post`; returns the Outcome. Told again, the last word counts.

        `words` None leaves those that are there. Raises NotTellable for what is no answer, and for one's own.
        """
        post = _locked(post)
        if not can_be_told_by(post, by):
            raise NotTellable
        teller = acting_as(post.topic, by)
        outcome = cls.objects.filter(post=post, person=teller).first() or cls(post=post, person=teller)
        was, outcome.post, outcome.kind = outcome.kind, post, kind
        if words is not None:
            outcome.words = words
        outcome.is_asker, outcome.at = is_asker(post.topic, by), now or timezone.now()
        outcome.save()
        cls.reckon(post)
        if was != kind:
            outcome_reported.send(sender=cls, outcome=outcome)
        return outcome

    @classmethod
    @transaction.atomic
    def withdraw(cls, post, *, by):
        """Take back what `by` told. Where there is nothing, nothing happens."""
        post = _locked(post)
        cls.objects.filter(post=post, person=acting_as(post.topic, by)).delete()
        cls.reckon(post)

    @classmethod
    def by_person(cls, post, person):
        """What `person` told of `post`, or None."""
        return cls.objects.filter(post=post, person=acting_as(post.topic, person)).first()

    @classmethod
    def reckon(cls, post):
        """Count anew what was told of `post`, under its lock."""
        post.outcomes = dict(cls.objects.filter(post=post).values_list("kind").annotate(Count("pk")))
        post.save(update_fields=["outcomes"])


def _locked(post):
    post = Post.objects.select_for_update(of=["self"]).select_related("author").get(pk=post.pk)
    post.topic = Topic.objects.select_related("board__group", "author").get(pk=post.topic_id)
    return post

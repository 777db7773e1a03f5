"""An expert's page: what they offer, on which evidence, and what came of it, as far as its reader may see."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Sum, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forums.discussions.models import Post, Topic
from members.connections.models import Block

from .models import Endorsement, Expertise
from .places import places_of

SHOWN = 5  # accepted answers


class Profile:
    """The page of one person for one reader; Http404 where they offer nothing."""

    def __init__(self, handle, reader):
        self.reader = reader
        self.offers = list(
            Expertise.objects.shown()
            .filter(person__handle=handle)
            .annotate(is_between=Exists(self._blocks))
            .select_related("person", "subject")
            .prefetch_related(self._endorsements, self._evidence)
            .best_first()
        )
        first = self.offers[0] if self.offers else get_object_or_404(Expertise.objects.none())
        self.person = first.person
        for offer in self.offers:
            offer.is_endorsed_by_me = any(each.by_id == reader.pk for each in offer.said)

    @property
    def is_mine(self):
        return self.person.pk == self.reader.pk

    @cached_property
    def places(self):
        return places_of([self.person])[self.person.pk]

    @cached_property
    def can_be_asked(self):
        return not self.is_mine and self.places.left > 0 and not self.offers[0].is_between

    @property
    def sentence(self):
        """Whether they can be asked, in words; somebody between whom and them is a block reads no more than that."""
        name = self.person.first_name
        if self.places.left and not self.can_be_asked:
            return _("%(name)s takes no questions by name just now.") % {"name": name}
        return self.places.sentence_of(name)

    @cached_property
    def accepted(self):
        """The newest answers of theirs that helped. Each knows what came of all of them: one query."""
        posts = self._accepted.select_related("topic").order_by("-accepted_at", "-pk").defer("body", "html")
        sums = {word: Window(Sum(_reports(word))) for word in ["worked", "partly", "not"]}
        return list(posts.annotate(all_of_them=Window(Count("pk")), **{f"all_{k}": v for k, v in sums.items()})[:SHOWN])

    @property
    def outcomes(self):
        """How many answers helped, and of those who reported back: {answers, worked, reported}; None without any."""
        if not self.accepted:
            return None
        post = self.accepted[0]
        reported = post.all_worked + post.all_partly + post.all_not
        return {"answers": post.all_of_them, "worked": post.all_worked, "reported": reported}

    @property
    def _accepted(self):
        return self._seen.filter(author=self.person, accepted_at__isnull=False)

    @property
    def _seen(self):
        return Post.objects.spoken().filter(topic__in=Topic.objects.visible_to(self.reader).filter(hidden_at=None))

    @property
    def _blocks(self):
        """Those between the reader and the expert, whoever put them."""
        mine, theirs = {"person": self.reader.pk}, {"blocked": self.reader.pk}
        return Block.objects.filter(Q(**mine, blocked=OuterRef("person")) | Q(**theirs, person=OuterRef("person")))

    @property
    def _endorsements(self):
        """Each with `is_seen`: whether the reader may read the post behind it."""
        said = Endorsement.objects.standing().select_related("by", "post__topic").defer("post__body", "post__html")
        return Prefetch(
            "endorsements", said.annotate(is_seen=Exists(self._seen.filter(pk=OuterRef("post")))), to_attr="said"
        )

    @property
    def _evidence(self):
        seen = self._seen.select_related("topic").defer("body", "html").order_by("-created_at")
        return Prefetch("evidence", seen, to_attr="shown_evidence")


def _reports(word):
    """How many of a post's readers told this, as an expression."""
    return Coalesce(Cast(KT(f"outcomes__{word}"), IntegerField()), 0)

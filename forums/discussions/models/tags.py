"""Tags: what a topic is about, in one word that everyone uses."""

import re

from django.db import models, transaction
from django.db.models import Count, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience
from members.audit.log import record
from members.subjects.models import Subject

from .searching import PostSearch

MOST = 5  # on one topic
_WORDS = re.compile(r"[^\w&+./-]+")


class NotATag(ValueError):
    """More tags than a topic takes, or one longer than a tag is; says so in a sentence."""


def names_in(text):
    """The tags of a line like “VoC, journey maps”: in small letters, each once. Raises NotATag."""
    names = [" ".join(_WORDS.sub(" ", name.lower().lstrip(" #")).split()) for name in str(text).split(",")]
    names = list(dict.fromkeys(name for name in names if slugify(name, allow_unicode=False)))
    if len(names) > MOST:
        raise NotATag(_("At most %(most)s tags: the words somebody would look for.") % {"most": MOST})
    if any(len(name) > 40 for name in names):
        raise NotATag(_("A tag is a word or two, not a sentence."))
    return names


class TagQuerySet(models.QuerySet):
    def words(self):
        """The tags that are used, without the synonyms that lead to them."""
        return self.filter(synonym_of=None)

    def count_topics(self):
        """Count anew on how many topics that strangers can read each tag stands; two queries at any number of tags."""
        public = Tagging.objects.filter(
            tag=OuterRef("pk"), topic__board__audience=Audience.EVERYONE, topic__hidden_at=None
        )
        counted = public.order_by().values("tag").annotate(n=Count("pk")).values("n")
        return self.update(topic_count=Coalesce(Subquery(counted), 0))


class Tag(models.Model):
    """A word for topics. A synonym leads to the word that is used in its place."""

    name = models.CharField(_("tag"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    about = models.CharField(_("what it means"), max_length=200, blank=True)
    synonym_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="synonyms", verbose_name=_("means the same as")
    )
    subject = models.ForeignKey(
        Subject, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("subject of CX")
    )
    topic_count = models.PositiveIntegerField(_("topics"), default=0, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(synonym_of=F("id")), name="tag_no_synonym_of_itself"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:tag", args=[self.slug])

    @classmethod
    def called(cls, names):
        """The Tags of `names`, made where there is none; a synonym gives the word it leads to."""
        return list(dict.fromkeys(cls.by_name(names).values()))

    @classmethod
    def by_name(cls, names):
        """`called`, by the name: {name: Tag}. Two queries at any number of names."""
        slugs = {name: slugify(name)[:40] for name in names}
        missing = {slug: name for name, slug in slugs.items()}
        cls.objects.bulk_create((cls(name=name, slug=slug) for slug, name in missing.items()), ignore_conflicts=True)
        found = {tag.slug: tag for tag in cls.objects.filter(slug__in=missing).select_related("synonym_of")}
        return {name: found[slug].synonym_of or found[slug] for name, slug in slugs.items() if slug in found}

    @transaction.atomic
    def rename(self, *, name, by):
        """Be written as `name`, on every topic that carries it; the word before leads to it. Raises NotATag."""
        (name,) = names_in(name.replace(",", " ")) or [""]
        if name == self.name:
            return
        slug = slugify(name)[:40]
        self.synonyms.filter(Q(name=name) | Q(slug=slug)).delete()  # what it was called once
        if not slug or Tag.objects.exclude(pk=self.pk).filter(Q(name=name) | Q(slug=slug)).exists():
            raise NotATag(_("There is a tag of this name, or none could be made of it. Lead this one to it instead."))
        was, was_at = self.name, self.slug
        self.name, self.slug = name, slug
        self.save(update_fields=["name", "slug"])
        if slug != was_at:
            Tag.objects.create(name=was, slug=was_at, synonym_of=self)
        swapped = Func(F("tag_names"), Value(was), Value(name), function="array_replace")
        Topics().filter(taggings__tag=self).update(tag_names=swapped)
        PostSearch.queue(topic__taggings__tag=self, number=1)
        record("discussions.tag_renamed", self, by=by, was=was)

    @transaction.atomic
    def lead_to(self, other, *, by):
        """Mean the same as `other` from now on: its topics carry `other`, and typing this gives `other`."""
        other = other.synonym_of or other
        if other == self:
            raise NotATag(_("A tag cannot be a synonym of itself."))
        topics = list(Topics().filter(taggings__tag__in=[self, *self.synonyms.all()]).distinct())
        self.synonyms.update(synonym_of=other)
        self.synonym_of = other
        self.save(update_fields=["synonym_of"])
        for topic in topics:
            Tagging.put(topic, list(topic.tag_names))
        record("discussions.tags_merged", self, by=by, into=other.name)


def Topics():  # noqa: N802 - stands for the class, which imports this file
    return Tagging._meta.get_field("topic").related_model.objects


class Tagging(models.Model):
    """One tag on one topic."""

    topic = models.ForeignKey("discussions.Topic", models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")

    class Meta:
        verbose_name = _("tag of a topic")
        verbose_name_plural = _("tags of topics")
        constraints = [models.UniqueConstraint(fields=["topic", "tag"], name="tagged_once")]

    def __str__(self):
        return f"{self.topic}: {self.tag}"

    @classmethod
    @transaction.atomic
    def put(cls, topic, names):
        """Let `topic` carry exactly the tags of `names`, synonyms by the words they lead to."""
        tags = Tag.called(names) if names else []
        cls.objects.filter(topic=topic).exclude(tag__in=tags).delete()
        cls.objects.bulk_create((cls(topic=topic, tag=tag) for tag in tags), ignore_conflicts=True)
        if topic.tag_names != (called := [tag.name for tag in tags]):
            topic.tag_names = called
            topic.save(update_fields=["tag_names"])
            PostSearch.queue(topic=topic, number=1)

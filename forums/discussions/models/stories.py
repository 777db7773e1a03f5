"""Stories of practice and of failure: what happened, part by part, so that others can learn from it."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What each kind of story tells, in this order.
PARTS = {
    "practice": ["context", "tried", "happened", "would_do_now"],
    "failure": ["context", "tried", "expected", "happened", "signs_missed", "would_do_now"],
}


class Story(models.Model):
    """The parts of a story. The first post of the topic holds them as one text, which search and mails read."""

    topic = models.OneToOneField("discussions.Topic", models.CASCADE, primary_key=True, related_name="story")
    context = models.TextField(_("where it was"), blank=True)
    tried = models.TextField(_("what we tried"), blank=True)
    expected = models.TextField(_("what we expected"), blank=True)
    happened = models.TextField(_("what happened"), blank=True)
    signs_missed = models.TextField(_("early signs we missed"), blank=True)
    would_do_now = models.TextField(_("what we would do now"), blank=True)
    hit_too_count = models.PositiveIntegerField(_("hit it too"), default=0, editable=False)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def __str__(self):
        return str(self.topic)

    @classmethod
    def compose(cls, kind, parts):
        """One Markdown text of the parts {name: text} of a story, a heading above each; empty parts are left out."""
        told = [(name, parts.get(name, "").strip()) for name in PARTS[kind]]
        headings = {name: cls._meta.get_field(name).verbose_name for name, _text in told}
        return "\n\n".join(f"# {str(headings[name]).capitalize()}\n\n{text}" for name, text in told if text)

    @classmethod
    def tell(cls, topic, parts):
        """Keep the parts of the story of `topic`, new or told again; returns its text for the first post."""
        kept = {name: parts.get(name, "").strip() for name in PARTS[topic.kind]}
        cls.objects.update_or_create(topic=topic, defaults=kept)
        return cls.compose(topic.kind, kept)

    @transaction.atomic
    def tell_again(self, parts, *, by, version=None, evidence=None):
        """Change the parts {name: text} and with them the first post. Raises EditedMeanwhile; see Post.edit."""
        post = self.topic.posts.get(number=1)
        post.edit(by=by, body=self.compose(self.topic.kind, parts), version=version, evidence=evidence)
        self.tell(self.topic, parts)

    @property
    def parts(self):
        """{name: text} of what its kind tells."""
        return {name: getattr(self, name) for name in PARTS[self.topic.kind]}

    def can_be_hit_by(self, person):
        """Anybody but its author may say that it happened to them too."""
        return self.topic.kind == "failure" and person.is_authenticated and not self.topic.is_by(person)

    @transaction.atomic
    def hit(self, *, by, too=True):
        """`by` met the same (`too`), or takes that back. Counted anew from the rows, so it cannot drift."""
        Story.objects.select_for_update().get(pk=self.pk)
        if too:
            HitToo.objects.get_or_create(story=self, person=by)
        else:
            HitToo.objects.filter(story=self, person=by).delete()
        self.hit_too_count = self.hits.count()
        self.save(update_fields=["hit_too_count"])


class HitToo(models.Model):
    """Somebody who met the same failure: said in one click, without a vote for or against anybody."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="hits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hit it too")
        verbose_name_plural = _("hit it too")
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="hit_too_once")]

    def __str__(self):
        return f"{self.person}: {self.story}"

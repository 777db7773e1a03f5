"""Stories of practice and of failure: what happened, part by part, so that others can learn from it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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

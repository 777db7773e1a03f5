"""The context of a topic: in what kind of company it happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.subjects.contexts import Context


class ContextCard(Context):
    """What the author said of their company for this one topic; without a row they said nothing."""

    topic = models.OneToOneField("discussions.Topic", models.CASCADE, primary_key=True, related_name="context_card")

    class Meta:
        verbose_name = _("context card")
        verbose_name_plural = _("context cards")
        constraints = Context.rules("context_card")

    def __str__(self):
        return str(self.topic)

    @classmethod
    def put(cls, topic, parts):
        """Keep what `parts` {part: word} say of `topic`; nothing said takes the card away.

        A topic that was begun without a name has none: beside the words of its voice it would tell who that is.
        """
        said = {part: (parts or {}).get(part, "") for part in cls.PARTS if not topic.speaks_as}
        if any(said.values()):
            cls.objects.update_or_create(topic=topic, defaults=said)
        else:
            cls.objects.filter(topic=topic).delete()

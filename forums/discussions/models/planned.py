"""Topics that wait for their hour: written now, published by the clock as if sent then."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record


class PlannedQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(topic=None, refused="")

    def of(self, person):
        """What `person` planned and is not published: what waits, and what could not be published."""
        return self.filter(person=person, topic=None).select_related("board").order_by("due_at", "id")

    def due(self, now=None):
        """What should be out by now."""
        return self.waiting().filter(due_at__lte=now or timezone.now()).order_by("due_at", "id")


class Planned(models.Model):
    """A topic to be published at `due_at`, with what its form held. Nobody but its author sees it before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="planned_topics")
    board = models.ForeignKey("discussions.Board", models.CASCADE, related_name="planned", verbose_name=_("board"))
    title = models.CharField(_("title"), max_length=200)
    fields = models.JSONField(default=dict)
    due_at = models.DateTimeField(_("to be published"))
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    topic = models.OneToOneField("discussions.Topic", models.CASCADE, null=True, blank=True, related_name="planned")
    refused = models.CharField(_("why it could not be published"), max_length=250, blank=True)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned topic")
        verbose_name_plural = _("planned topics")
        indexes = [models.Index("due_at", name="planned_due", condition=Q(topic=None, refused=""))]

    def __str__(self):
        return self.title

    @classmethod
    def plan(cls, *, by, board, title, fields, due_at):
        """Keep a topic of `by` for `due_at`; `fields` is what its form held, {name: text}. Returns the Planned."""
        planned = cls.objects.create(person=by, board=board, title=title, fields=fields, due_at=due_at)
        record("discussions.planned", planned, by=by, due_at=due_at.isoformat())
        return planned

    @transaction.atomic
    def change(self, *, board, title, fields, due_at):
        """Plan it anew, also after it could not be published. Returns whether it still waited."""
        mine = Planned.objects.select_for_update().filter(pk=self.pk, topic=None)
        return bool(mine.update(board=board, title=title, fields=fields, due_at=due_at, refused=""))

    @transaction.atomic
    def take_back(self, *, by):
        """Plan it no more. Returns whether it still waited; what is published stays."""
        waiting = Planned.objects.select_for_update().filter(pk=self.pk, topic=None).first()
        if waiting is None:
            return False
        record("discussions.plan_taken_back", waiting, by=by)
        waiting.delete()
        return True

"""What a person wants to hear of a whole board or tag."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, Tag

from ..reader import ask_anew
from .levels import Level


class Watch(models.Model):
    """The level one person chose for one board, or for one tag. Without a row they said nothing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    board = models.ForeignKey(Board, models.CASCADE, null=True, blank=True, related_name="watches")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="watches")
    level = models.CharField(max_length=10, choices=Level, default=Level.FOLLOWING)
    chosen_at = models.DateTimeField(_("chosen"), default=timezone.now)

    class Meta:
        verbose_name = _("watched board or tag")
        verbose_name_plural = _("watched boards and tags")
        constraints = [
            models.UniqueConstraint(fields=["person", "board"], name="one_watch_per_board"),
            models.UniqueConstraint(fields=["person", "tag"], name="one_watch_per_tag"),
            models.CheckConstraint(
                condition=Q(board__isnull=False, tag=None) | Q(board=None, tag__isnull=False),
                name="watch_of_a_board_or_a_tag",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["muted", "normal", "following", "every"]), name="watch_level_known"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.about} ({self.get_level_display()})"

    @property
    def about(self):
        return self.board or self.tag

    @property
    def reason(self):
        """Why this person hears of a topic, in a sentence."""
        if self.board:
            return _("You chose this for the board “%(board)s”.") % {"board": self.board}
        return _("You chose this for the tag “%(tag)s”.") % {"tag": self.tag}

    @classmethod
    def choose(cls, person, *, level, board=None, tag=None, now=None):
        """Hear of `board` or of `tag` at `level`; normal is to say nothing. Done twice, the first moment stays."""
        about = {"person_id": person.pk, "board": board, "tag": tag}
        if level == Level.NORMAL:
            cls.objects.filter(**about).delete()
        else:
            watch, new = cls.objects.get_or_create(
                **about, defaults={"level": level, "chosen_at": now or timezone.now()}
            )
            if not new and watch.level != level:
                watch.level, watch.chosen_at = level, now or timezone.now()
                watch.save(update_fields=["level", "chosen_at"])
        ask_anew(person)

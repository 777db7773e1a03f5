"""What moderators did to topics: each act with who, when and why, and what undoes it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, NotAllowed, Topic

from .. import telling

LONGEST_REASON = 300


class ActQuerySet(models.QuerySet):
    def on(self, topic):
        """What was done to `topic`, and what came to it from others, the newest first."""
        acts = self.filter(Q(topic=topic) | Q(other=topic))
        return acts.select_related("topic", "other", "was_board", "board", "by", "undone_by").order_by("-at", "-pk")

    def standing(self):
        return self.filter(undone_at=None)


class Act(models.Model):
    """One of them. The verbs of a topic do the work, and the record of the house keeps it too."""

    MOVE, SPLIT, MERGE, LOCK, SLOW = "move", "split", "merge", "lock", "slow"
    KINDS = [
        (MOVE, _("Moved to another board")),
        (SPLIT, _("Posts split off")),
        (MERGE, _("Merged")),
        (LOCK, _("Locked")),
        (SLOW, _("Slowed down")),
    ]

    kind = models.CharField(_("what"), max_length=6, choices=KINDS)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="acts", verbose_name=_("topic"))
    other = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("where the posts went")
    )
    was_board = models.ForeignKey(
        Board, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("from the board")
    )
    board = models.ForeignKey(
        Board, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("to the board")
    )
    numbers = ArrayField(models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("posts"))
    minutes = models.PositiveSmallIntegerField(_("minutes between posts"), null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=LONGEST_REASON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act on a topic")
        verbose_name_plural = _("acts on topics")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["move", "split", "merge", "lock", "slow"]), name="act_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="act_says_why"),
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merge"], other__isnull=False)
                | (~Q(kind__in=["split", "merge"]) & Q(other=None)),
                name="act_names_where_posts_went",
            ),
            models.CheckConstraint(
                condition=Q(kind="move", board__isnull=False, was_board__isnull=False)
                | (~Q(kind="move") & Q(board=None, was_board=None)),
                name="act_names_both_boards",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="act_undone_says_who",
            ),
        ]
        indexes = [
            models.Index("topic", F("at").desc(), name="act_of_topic"),
            models.Index(F("at").desc(), F("id").desc(), name="act_newest"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.topic}"

    @property
    def is_undone(self):
        return self.undone_at is not None

    @property
    def is_for_good(self):
        """What cannot be taken back: posts that went have gone on being read and answered where they are."""
        return self.kind in (self.SPLIT, self.MERGE)

    @classmethod
    @transaction.atomic
    def move(cls, topic, *, to, by, reason, widening=False):
        """Put `topic` on the board `to`; returns the Act, None where it stands there already.

        Like each act it raises NotAllowed for who does not moderate, and what the verb of the topic raises.
        Back on the board it came from, the act that took it away is taken back.
        """
        _check(by)
        was = Topic.objects.select_related("board").get(pk=topic.pk).board
        if not topic.move_to(to, by=by, reason=reason, widening=widening):
            return None
        cls._take_back(cls.MOVE, topic, by=by, board=was, was_board=to)
        act = cls.objects.create(kind=cls.MOVE, topic=topic, was_board=was, board=to, reason=reason, by=by)
        telling.moved(act)
        return act

    @classmethod
    @transaction.atomic
    def split(cls, topic, numbers, *, by, reason, into=None, **fresh):
        """Take posts off to the topic `into`, or to one of their own (`fresh`: see Topic.split_off)."""
        _check(by)
        numbers = sorted(set(numbers))
        if into is not None:
            other = topic.split_into(into, numbers, by=by, reason=reason)
        else:
            other = topic.split_off(numbers, by=by, reason=reason, **fresh)
        act = cls.objects.create(kind=cls.SPLIT, topic=topic, other=other, numbers=numbers, reason=reason, by=by)
        telling.split(act)
        return act

    @classmethod
    @transaction.atomic
    def merge(cls, topic, *, into, by, reason):
        """Make `topic` a part of `into`; returns the Act, None where it is that already."""
        _check(by)
        about = {"topic": topic, "numbers": [], "reason": reason, "by": by}
        if not topic.merge_into(into, by=by, reason=reason):
            return None
        act = cls.objects.create(kind=cls.MERGE, other=into, **about)
        telling.merged(act)
        return act

    @classmethod
    @transaction.atomic
    def lock(cls, topic, *, by, reason):
        """Close `topic` with a reason that everyone reads; returns the Act, None where it is locked already."""
        _check(by)
        Topic.objects.select_for_update().get(pk=topic.pk)
        topic.refresh_from_db(fields=["closed_at", "closed_why"])
        if topic.is_locked:
            return None
        topic.close(by=by, reason=reason)
        act = cls.objects.create(kind=cls.LOCK, topic=topic, reason=reason, by=by)
        telling.locked(act)
        return act

    @classmethod
    @transaction.atomic
    def unlock(cls, topic, *, by):
        """Take replies again."""
        _check(by)
        topic.reopen(by=by)
        cls._take_back(cls.LOCK, topic, by=by)

    @classmethod
    @transaction.atomic
    def slow_down(cls, topic, *, minutes, until, by, reason):
        """One post a person within `minutes`, until then; what was said of it before ends. Returns the Act."""
        _check(by)
        topic.slow_down(minutes=minutes, until=until, by=by, reason=reason)
        earlier = cls.objects.standing().filter(kind=cls.SLOW, topic=topic, minutes=minutes, until=until).first()
        if earlier is not None:
            return earlier
        cls._take_back(cls.SLOW, topic, by=by)
        about = {"minutes": minutes, "until": until, "reason": reason, "by": by}
        act = cls.objects.create(kind=cls.SLOW, topic=topic, **about)
        telling.slowed(act)
        return act

    @classmethod
    @transaction.atomic
    def speed_up(cls, topic, *, by):
        """Take posts as they come again."""
        _check(by)
        topic.speed_up(by=by)
        cls._take_back(cls.SLOW, topic, by=by)

    @classmethod
    def _take_back(cls, kind, topic, *, by, **about):
        standing = cls.objects.standing().filter(kind=kind, topic=topic, **about)
        standing.update(undone_at=timezone.now(), undone_by=by)


def _check(by):
    if not by.is_moderator:
        raise NotAllowed

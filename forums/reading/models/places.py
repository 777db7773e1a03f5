"""A person's place in each topic they opened; there is no row for the others."""

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Topic
from members.mail.models import Notice

from .levels import LOUD, Level

PAGE = 20  # posts on one page of a topic: page k holds the numbers 20k-19 to 20k
THING = "topic"  # what notices of this room are about


class Reason(models.TextChoices):
    STARTED = "started", _("You hear of this topic because you started it.")
    REPLIED = "replied", _("You hear of this topic because you replied.")
    CHOSE = "chose", _("You chose this yourself.")
    OPENED = "opened", _("You have read here before.")


SAID = [Reason.STARTED, Reason.REPLIED, Reason.CHOSE]  # reasons by which a topic has a level of its own


class ReadingQuerySet(models.QuerySet):
    def said(self):
        """Places at which the person also said what they want to hear of the topic."""
        return self.filter(reason__in=SAID)


class Reading(models.Model):
    """One person's place in one topic, and what they want to hear of it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings")
    last_number = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=10, choices=Level, default=Level.NORMAL)
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.OPENED)
    read_at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a topic")
        verbose_name_plural = _("places in topics")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_reading_per_topic"),
            models.CheckConstraint(
                condition=Q(level__in=["muted", "normal", "following", "every"]), name="reading_level_known"
            ),
        ]
        indexes = [
            models.Index(fields=["topic"], name="reading_followers", condition=Q(level__in=["following", "every"])),
            models.Index(fields=["person", "-id"], name="reading_said", condition=~Q(reason="opened")),
        ]

    def __str__(self):
        return f"{self.person} in {self.topic}: {self.last_number}"

    @property
    def is_loud(self):
        return self.level in LOUD

    @classmethod
    def reach(cls, person, topic, number, now=None):
        """Note that `person` has read up to `number`, which reads the notices of those posts too: one statement.

        The place only ever moves forward, also from two tabs at once.
        """
        cls._move(person, topic, number, now, level=Level.NORMAL, reason=Reason.OPENED)

    @classmethod
    def wrote(cls, person, topic, number, *, reason, now=None):
        """As `reach`, for who wrote that post: they hear of every other, unless they chose a level themselves."""
        chosen = f"{cls._meta.db_table}.reason = 'chose'"
        sets = ", ".join(
            f"{column} = CASE WHEN {chosen} THEN {cls._meta.db_table}.{column} ELSE excluded.{column} END"
            for column in ["level", "reason"]
        )
        cls._move(person, topic, number, now, level=Level.EVERY, reason=reason, sets=f", {sets}")

    @classmethod
    def _move(cls, person, topic, number, now, *, level, reason, sets=""):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH place AS (
                    INSERT INTO {cls._meta.db_table} (person_id, topic_id, last_number, level, reason, read_at)
                    VALUES (%(person)s, %(topic)s, %(number)s, %(level)s, %(reason)s, %(now)s)
                    ON CONFLICT (person_id, topic_id) DO UPDATE
                       SET last_number = greatest({cls._meta.db_table}.last_number, excluded.last_number),
                           read_at = excluded.read_at{sets})
                UPDATE {Notice._meta.db_table} SET read_at = %(now)s
                 WHERE person_id = %(person)s AND read_at IS NULL
                   AND thing = %(thing)s AND thing_id = %(topic)s AND last_number <= %(number)s
                """,
                {
                    "person": person.pk,
                    "topic": topic.pk,
                    "number": number,
                    "level": str(level),
                    "reason": str(reason),
                    "now": now or timezone.now(),
                    "thing": THING,
                },
            )

    @classmethod
    def read_notices_of(cls, topic, *, kind, now=None):
        """Who read on in `topic` while notices of this kind were on their way has read them too: one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE {Notice._meta.db_table} notice SET read_at = %(now)s
                  FROM {cls._meta.db_table} place
                 WHERE place.topic_id = %(topic)s AND notice.person_id = place.person_id
                   AND notice.last_number <= place.last_number AND notice.read_at IS NULL
                   AND notice.thing = %(thing)s AND notice.thing_id = %(topic)s AND notice.kind = %(kind)s
                """,
                {"topic": topic.pk, "kind": kind, "now": now or timezone.now(), "thing": THING},
            )

    @classmethod
    def watch(cls, person, topic, *, reason, level=Level.EVERY):
        """Set the level, in one statement. A level they chose stays, unless `reason` is that they choose again."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {cls._meta.db_table} AS place (person_id, topic_id, last_number, level, reason, read_at)
                VALUES (%(person)s, %(topic)s, 0, %(level)s, %(reason)s, %(now)s)
                ON CONFLICT (person_id, topic_id) DO UPDATE SET level = excluded.level, reason = excluded.reason
                 WHERE excluded.reason = 'chose' OR place.reason <> 'chose'
                """,
                {
                    "person": person.pk,
                    "topic": topic.pk,
                    "level": str(level),
                    "reason": str(reason),
                    "now": timezone.now(),
                },
            )

    @classmethod
    def say_nothing(cls, person, topic):
        """Let the board and the tags of `topic` decide again; the place stays."""
        cls.objects.filter(person=person.pk, topic=topic).update(level=Level.NORMAL, reason=Reason.OPENED)


def page_of(number):
    """The page of a topic on which post `number` stands."""
    return (max(number, 1) - 1) // PAGE + 1

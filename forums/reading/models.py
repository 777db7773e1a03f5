"""How far each person has read, and what they watch: one row per topic they opened, none for the others."""

from django.conf import settings
from django.db import connection, models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Topic

PAGE = 20  # posts on one page of a topic: page k holds the numbers 20k-19 to 20k


class Level(models.TextChoices):
    WATCHING = "watching", _("Tell me about every post")
    NORMAL = "normal", _("Just keep my place")
    MUTED = "muted", _("Leave it out of my lists")


class Reason(models.TextChoices):
    STARTED = "started", _("You watch this topic because you started it.")
    REPLIED = "replied", _("You watch this topic because you replied.")
    CHOSE = "chose", _("You chose this yourself.")
    OPENED = "opened", _("You have read here before.")


class Reading(models.Model):
    """One person's place in one topic."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="readings")
    last_number = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=10, choices=Level, default=Level.NORMAL)
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.OPENED)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("place in a topic")
        verbose_name_plural = _("places in topics")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_reading_per_topic"),
            models.CheckConstraint(condition=Q(level__in=["watching", "normal", "muted"]), name="reading_level_known"),
        ]
        indexes = [models.Index(fields=["topic"], name="reading_watchers", condition=Q(level="watching"))]

    def __str__(self):
        return f"{self.person} in {self.topic}: {self.last_number}"

    @classmethod
    def reach(cls, person, topic, number):
        """Note that `person` has read up to `number`. Only ever moves forward, also from two tabs at once."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO reading_reading (person_id, topic_id, last_number, level, reason, read_at)
                VALUES (%s, %s, %s, 'normal', 'opened', now())
                ON CONFLICT (person_id, topic_id) DO UPDATE
                   SET last_number = greatest(reading_reading.last_number, excluded.last_number), read_at = now()
                """,
                [person.pk, topic.pk, number],
            )

    @classmethod
    def watch(cls, person, topic, *, reason, level=Level.WATCHING):
        """Set the level. A level the person chose stays, unless `reason` is that they choose again."""
        reading, new = cls.objects.get_or_create(
            person=person, topic=topic, defaults={"level": level, "reason": reason}
        )
        if not new and (reason == Reason.CHOSE or reading.reason != Reason.CHOSE):
            reading.level, reading.reason = level, reason
            reading.save(update_fields=["level", "reason"])
        return reading


class AllRead(models.Model):
    """The moment a person marked everything as read: one row in place of thousands."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="all_read")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("everything read")
        verbose_name_plural = _("everything read")

    def __str__(self):
        return f"{self.person}: {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def mark(cls, person, now=None):
        """Everything up to now is read. Done twice, the later moment counts."""
        cls.objects.update_or_create(person=person, defaults={"at": now or timezone.now()})


def news_begins(person):
    """The moment from which posts are news to `person`: when they joined, or marked everything as read.

    Asked once per request.
    """
    if not hasattr(person, "_news_begins"):
        marked = AllRead.objects.filter(person=person).values_list("at", flat=True).first()
        person._news_begins = max(person.joined_at, marked) if marked else person.joined_at
    return person._news_begins


def with_place(topics, person):
    """`topics`, each with this reader's `my_last_number`, `my_level` and `my_reason` (None where never opened)."""
    return topics.annotate(mine=FilteredRelation("readings", condition=Q(readings__person=person.pk))).annotate(
        my_last_number=F("mine__last_number"), my_level=F("mine__level"), my_reason=F("mine__reason")
    )


def unread(topics, begins):
    """Of topics `with_place`: those with news since `begins`, opened before or new, without the muted ones."""
    return topics.filter(
        Q(mine__last_number__lt=F("last_number")) | Q(mine__last_number=None),
        last_posted_at__gt=begins,
    ).exclude(mine__level=Level.MUTED)


def page_of(number):
    """The page of a topic on which post `number` stands."""
    return (max(number, 1) - 1) // PAGE + 1

"""Moments of a reader: everything read, a board read, from where to look for news, and when they were last here."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, Topic

from ..reader import ask_anew, reader_of
from .places import Reading

APART = timedelta(hours=1)  # between the last page of one visit and the first of the next
NOTED_EVERY = timedelta(minutes=5)  # while somebody goes from page to page
BATCH = 200


def _move_places(person, at, **which):
    """To the ends of the topics with nothing later than `at`: what follows counts from there."""
    topics = Topic.objects.filter(pk=OuterRef("topic"))
    behind = Reading.objects.filter(person=person.pk, last_number__lt=F("topic__last_number"), **which)
    found = Reading.objects.filter(pk__in=behind.filter(topic__last_posted_at__lte=at).values("pk"))
    found.update(last_number=Subquery(topics.values("last_number")))


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
    @transaction.atomic
    def mark(cls, person, now=None):
        """Everything up to now is read. Done twice, the later moment counts."""
        now = now or timezone.now()
        cls.objects.update_or_create(person_id=person.pk, defaults={"at": now})
        _move_places(person, now)
        ask_anew(person)


class BoardRead(models.Model):
    """The moment a person marked a board as read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="boards_read")
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("board read")
        verbose_name_plural = _("boards read")
        constraints = [models.UniqueConstraint(fields=["person", "board"], name="one_mark_per_board")]

    def __str__(self):
        return f"{self.person}: {self.board}, {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    @transaction.atomic
    def mark(cls, person, board, now=None):
        """Everything on `board` up to now is read. Done twice, the later moment counts."""
        now = now or timezone.now()
        cls.objects.update_or_create(person_id=person.pk, board=board, defaults={"at": now})
        _move_places(person, now, topic__board=board)
        ask_anew(person)


class ReadingStart(models.Model):
    """A moment before which nothing is unread for a person, so that no list looks further back.

    It holds for `boards`: where they see another one since, lists look back to where news begins, until the clock
    reckons anew. What becomes readable again (`lower`) moves it back.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reading_start"
    )
    at = models.DateTimeField()
    boards = ArrayField(models.BigIntegerField(), default=list)
    reckoned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("start of what is unread")
        verbose_name_plural = _("starts of what is unread")

    def __str__(self):
        return f"{self.person}: {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    @transaction.atomic
    def reckon(cls, person, now=None):
        """Find the moment anew. What a person muted, or who they blocked, may come back, so it counts here."""
        from ..unread import anything_unread

        now = now or timezone.now()
        ask_anew(person)
        oldest = anything_unread(person).order_by("last_posted_at", "pk").values_list("last_posted_at", flat=True)
        at = min((moment - timedelta(microseconds=1) for moment in oldest[:1]), default=now)
        found = {"at": at, "boards": reader_of(person).boards, "reckoned_at": now}
        cls.objects.update_or_create(person_id=person.pk, defaults=found)
        ask_anew(person)

    @classmethod
    def reckon_due(cls, now=None):
        """For everybody who has read since theirs was reckoned; returns how many."""
        people = Reading._meta.get_field("person").related_model.objects.active()
        since = Reading.objects.filter(person=OuterRef("pk"), read_at__gt=OuterRef("reading_start__reckoned_at"))
        never = Q(reading_start=None) & Exists(Reading.objects.filter(person=OuterRef("pk")))
        due = people.filter(never | Exists(since)).order_by("pk")
        count = 0
        for person in due.iterator(chunk_size=BATCH):
            cls.reckon(person, now)
            count += 1
        return count

    @classmethod
    def lower(cls, topic):
        """`topic` has something to read again: nobody's start lies after its last post."""
        at = topic.last_posted_at - timedelta(microseconds=1)
        cls.objects.filter(at__gt=at).update(at=at)


class LastVisit(models.Model):
    """When a person was here last, and when before that: what `before` says is "since you were last here"."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="last_visit")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("last visit")
        verbose_name_plural = _("last visits")

    def __str__(self):
        return f"{self.person}: {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def note(cls, person, now=None):
        """They are here now. Writes at most every few minutes; after a pause a new visit begins."""
        now, reader = now or timezone.now(), reader_of(person)
        known = reader.visited_at
        if known is not None and now - known < NOTED_EVERY:
            return
        began_anew = known is not None and now - known >= APART
        before = known if began_anew else reader.visited_before
        visit = cls(person_id=person.pk, at=now, before=before)
        cls.objects.bulk_create(
            [visit], update_conflicts=True, unique_fields=["person"], update_fields=["at", "before"]
        )
        reader.visited_at, reader.visited_before = now, before

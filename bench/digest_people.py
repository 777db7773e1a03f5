"""Those who get digests: people of the measured community, who follow boards and read topics in it."""

import random
from datetime import timedelta

from allauth.account.models import EmailAddress

from forums.discussions.models import Board, Topic
from forums.reading.models import LastVisit, Level, Reading, Reason, Watch
from members.accounts.models import Person
from members.mail.models import Digest, DigestSchedule, Mail

DOMAIN = "digest.example"
ZONES = ["Pacific/Niue", "America/Los_Angeles", "America/New_York", "UTC", "Europe/Zurich", "Asia/Kolkata"]
ZONES += ["Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"]
SEED = 11


def make(count, now):
    """So many people; each follows half of the boards and three topics, has read ten, and came two days ago."""
    chance = random.Random(SEED)
    joined = now - timedelta(days=700)
    Person.objects.bulk_create(
        (
            Person(
                email=f"reader{number}@{DOMAIN}",
                name=f"Reader {number}",
                password="!",
                joined_at=joined,
                country=chance.choice(["CH", "DE", "US", "JP"]),
                time_zone=ZONES[number % len(ZONES)],
                member_until=now + timedelta(days=3_000),
            )
            for number in range(count)
        ),
        batch_size=2_000,
    )
    people = list(all_of_them())
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people),
        batch_size=2_000,
    )
    LastVisit.objects.bulk_create((LastVisit(person=person, at=now - timedelta(days=2)) for person in people), 2_000)
    boards = list(Board.objects.order_by("pk"))
    Watch.objects.bulk_create(
        (
            Watch(person=person, board=board, level=Level.FOLLOWING)
            for person in people
            for board in chance.sample(boards, len(boards) // 2)
        ),
        batch_size=2_000,
    )
    lately = list(Topic.objects.filter(last_posted_at__gt=now - timedelta(days=60), created_at__lt=now).order_by("pk"))
    Reading.objects.bulk_create(
        (
            Reading(
                person=person,
                topic=topic,
                last_number=max(1, topic.last_number - chance.choice([0, 1, 4])),
                level=Level.FOLLOWING if place < 3 else Level.NORMAL,
                reason=Reason.CHOSE if place < 3 else Reason.OPENED,
                read_at=now - timedelta(days=3),
            )
            for person in people
            for place, topic in enumerate(chance.sample(lately, min(13, len(lately))))
        ),
        batch_size=5_000,
    )


def all_of_them():
    return Person.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")


def make_due(count, now):
    """Nobody but the first so many of them is due, at `now`; what was written before is gone."""
    forget_letters()
    DigestSchedule.objects.all().delete()
    due = list(all_of_them()[:count])
    later = Person.objects.exclude(pk__in=[person.pk for person in due])
    for people, at in [(due, now - timedelta(minutes=1)), (later, now + timedelta(days=7))]:
        DigestSchedule.objects.bulk_create(
            (DigestSchedule(person=person, time_zone=person.time_zone, due_at=at) for person in people), 2_000
        )


def forget_letters():
    Mail.objects.filter(kind__startswith="cxpa_portal/digest/").delete()
    Digest.objects.all().delete()


def forget():
    forget_letters()
    DigestSchedule.objects.all().delete()
    them = all_of_them()
    for model in [Watch, Reading, LastVisit]:
        model.objects.filter(person__in=them).delete()
    EmailAddress.objects.filter(user__in=them).delete()
    them.delete()

"""Who gets digests in the drill, and what is said there. Imported when Django is ready."""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.utils import timezone

from cxpa_portal.digest.kinds import KIND
from forums.discussions.models import Board, Topic
from forums.reading.models import LastVisit, Level, Watch
from members.accounts.models import Person
from members.mail.models import DigestSchedule, Mail

from .digest_drill import HIDDEN, MUTED, SECRET

ZONES = [
    *("Pacific/Niue", "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/St_Johns", "UTC"),
    *("Europe/London", "Europe/Zurich", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati"),
]
ROUNDS = ["weekly", "weekly", "weekly", "daily", "monthly"]
FAR = datetime(2100, 1, 1, tzinfo=UTC)
MOVES = 97  # each so many-th person moves to another zone, or chooses another round, now and then


def make(count):
    """So many people, every third of them no member; each follows a board that talks, and muted one."""
    now = timezone.now()
    writer = Person.objects.create(email="writer@portal.example", name="Writer", member_until=FAR, joined_at=now)
    boards = {
        name: Board.objects.create(name=name, slug=slug, audience=audience, posting="members")
        for name, slug, audience in [
            ("Open", "open", "everyone"),
            (SECRET, "secret", "members"),
            (MUTED, "muted", "everyone"),
        ]
    }
    Person.objects.bulk_create(
        Person(
            email=f"reader{number}@portal.example",
            name=f"Reader {number}",
            password="!",
            joined_at=now - timedelta(days=400),
            time_zone=ZONES[number % len(ZONES)],
            member_until=None if number % 3 == 0 else FAR,
        )
        for number in range(count)
    )
    people = list(Person.objects.exclude(pk=writer.pk).order_by("pk"))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    LastVisit.objects.bulk_create(LastVisit(person=person, at=FAR) for person in people)
    levels = [("Open", Level.FOLLOWING), (SECRET, Level.FOLLOWING), (MUTED, Level.MUTED)]
    Watch.objects.bulk_create(
        Watch(person=person, board=boards[name], level=level) for person in people for name, level in levels
    )
    schedules = []
    for number, person in enumerate(people):
        schedule = DigestSchedule(
            person=person,
            time_zone=person.time_zone,
            round=ROUNDS[number % len(ROUNDS)],
            weekday=number % 7,
            day=1 + number % 28,
            hour=number * 7 % 24,
            minutes=[2, 6, 15][number % 3],
        )
        schedule.due_at = schedule.next_after(now)
        schedules.append(schedule)
    DigestSchedule.objects.bulk_create(schedules)


def say_something(day, chance):
    """Topics of one day: one for everybody, one for members, one that is hidden at once, and one in the muted board;
    and a few people move or choose anew."""
    at = datetime.combine(day, time(0, 5), tzinfo=UTC)
    writer = Person.objects.get(email="writer@portal.example")
    boards = {board.name: board for board in Board.objects.all()}
    for board, title in [("Open", "Open talk"), (SECRET, SECRET), ("Open", HIDDEN), (MUTED, MUTED)]:
        topic = Topic.start(board=boards[board], by=writer, title=f"{title} of {day}", body="A few words.", now=at)
        if title == HIDDEN:
            topic.hide(by=writer)
    for person in Person.objects.filter(email__startswith="reader").order_by("pk")[:: MOVES * 10]:
        if chance.random() < 0.5:
            Person.objects.filter(pk=person.pk).update(time_zone=chance.choice(ZONES))
        else:
            DigestSchedule.of(person).choose(by=person, round=chance.choice(ROUNDS))


def has_moved(schedule):
    """Whether this is one of those who move or choose anew."""
    return schedule.person_id in movers()


@cache
def movers():
    pks = Person.objects.filter(email__startswith="reader").order_by("pk").values_list("pk", flat=True)
    return set(pks[:: MOVES * 10])


def schedules():
    return DigestSchedule.objects.filter(person__email__startswith="reader").select_related("person")


def letters():
    """(Person, key, context) of every digest."""
    for mail in Mail.objects.filter(kind=KIND).select_related("to").order_by("pk").iterator():
        yield mail.to, mail.key, mail.context


def is_forbidden(person, headline):
    """Whether this headline is not for that person."""
    return HIDDEN in headline or MUTED in headline or (SECRET in headline and person.member_until is None)

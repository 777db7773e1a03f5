"""Who gets digests in the drill, what is said there, and what is whose to hear. Imported when Django is ready."""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.db.models import Count
from django.utils import timezone

from cxpa_portal.digest.kinds import KIND
from forums.discussions.models import Board, Post, Topic
from forums.reading.models import LastVisit, Level, Reading, Reason, Watch
from members.accounts.models import Person
from members.mail.models import DigestSchedule, Mail

ZONES = [
    *("Pacific/Niue", "Pacific/Honolulu", "America/Los_Angeles", "America/New_York", "America/St_Johns", "UTC"),
    *("Europe/London", "Europe/Zurich", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe"),
    *("Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati"),
]
ROUNDS = ["weekly", "weekly", "weekly", "daily", "monthly"]
FAR = datetime(2100, 1, 1, tzinfo=UTC)
MOVES = 970  # each so many-th person moves to another zone, or chooses another round, now and then
FOLLOWED, REPLIES, ASKED = 3, 6, 2  # topics a person follows; replies and questions of a day
SECRET = "Among members"


class World:
    """The boards and the topics that were there before, and who speaks. All read the first board; all muted the
    second."""

    def __init__(self):
        named = Board.objects.exclude(name=SECRET).annotate(count=Count("topics")).order_by("-count", "pk")
        self.open, self.muted, *self.others = named
        self.secret = Board.objects.get_or_create(
            name=SECRET, defaults={"slug": "secret", "audience": "members", "posting": "members"}
        )[0]
        shown = Topic.objects.filter(hidden_at=None, closed_at=None).order_by("pk")
        self.old = list(shown.exclude(board__in=[self.muted, self.secret]).select_related("board"))
        self.muted_topics = list(shown.filter(board=self.muted).select_related("board"))
        self.texts = list(Post.objects.exclude(excerpt="").order_by("pk").values_list("excerpt", flat=True)[:2_000])
        self.writers = list(Person.objects.filter(email__startswith="writer").order_by("pk"))
        self.asked = []


def make(count, chance):
    """So many people, every third of them no member; each follows two boards and some topics, and muted one board.

    Where no archive was imported there is a small community instead. Gives the World.
    """
    now = timezone.now()
    if not Board.objects.exists():
        _make_small(now)
    Person.objects.bulk_create(
        Person(email=f"writer{number}@portal.example", name=f"Writer {number}", member_until=FAR, joined_at=now)
        for number in range(20)
    )
    world = World()
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
    people = list(readers())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    LastVisit.objects.bulk_create(LastVisit(person=person, at=FAR) for person in people)
    levels = [(world.open, Level.FOLLOWING), (world.secret, Level.FOLLOWING), (world.muted, Level.MUTED)]
    Watch.objects.bulk_create(
        Watch(person=person, board=board, level=level)
        for person in people
        for board, level in [*levels, (chance.choice(world.others), Level.FOLLOWING)]
    )
    Reading.objects.bulk_create(
        (
            Reading(
                person=person, topic=topic, last_number=topic.last_number, level=Level.FOLLOWING, reason=Reason.CHOSE
            )
            for person in people
            for topic in chance.sample(world.old, FOLLOWED)
        ),
        batch_size=2_000,
    )
    DigestSchedule.objects.bulk_create(_schedule(number, person, now) for number, person in enumerate(people))
    return world


def _schedule(number, person, now):
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
    return schedule


def _make_small(now):
    writer = Person.objects.create(email="founder@portal.example", name="Founder", member_until=FAR, joined_at=now)
    for number in range(4):
        board = Board.objects.create(
            name=f"Board {number}", slug=f"board-{number}", audience="everyone", posting="members"
        )
        for place in range(50 - 10 * number):
            title = f"Talk {place} on board {number}"
            Topic.start(board=board, by=writer, title=title, body="A few words.", now=now - timedelta(days=60))


def say_something(world, day, chance):
    """What is said on one day: on the board all read, on the one all muted and on the one for members, in topics some
    follow, and things that are hidden at once."""
    at = datetime.combine(day, time(0, 5), tzinfo=UTC)

    def says():
        return {"by": chance.choice(world.writers), "body": chance.choice(world.texts), "now": at}

    for board in [world.open, world.secret, world.muted]:
        Topic.start(board=board, title=f"Talk of {day} in {board}", **says())
    for board in [world.open, world.secret]:
        hidden = Topic.start(board=board, title=f"Hidden talk of {day}", **says())
        hidden.hide(by=hidden.author)
    for topic in [*chance.sample(world.old, REPLIES), chance.choice(world.muted_topics)]:
        topic.reply(**says())
    chance.choice(world.old).reply(**says()).hide(by=world.writers[0])
    if world.asked:
        chance.choice(world.asked).reply(**says())
    for asker in chance.sample(list(readers().exclude(member_until=None)), ASKED):
        said = says() | {"by": asker}
        world.asked.append(Topic.start(board=world.open, kind="question", title=f"A question of {asker}", **said))


def move_some(chance):
    """A few people move to another zone, or choose another round."""
    for person in readers()[::MOVES]:
        if chance.random() < 0.5:
            Person.objects.filter(pk=person.pk).update(time_zone=chance.choice(ZONES))
        else:
            DigestSchedule.of(person).choose(by=person, round=chance.choice(ROUNDS))


def readers():
    return Person.objects.filter(email__startswith="reader").order_by("pk")


def has_moved(schedule):
    """Whether this is one of those who move or choose anew."""
    return schedule.person_id in movers()


@cache
def movers():
    return set(readers().values_list("pk", flat=True)[::MOVES])


def schedules():
    return DigestSchedule.objects.filter(person__email__startswith="reader").select_related("person")


def letters():
    """(Person, key, context) of every digest."""
    for mail in Mail.objects.filter(kind=KIND).select_related("to").order_by("pk").iterator():
        yield mail.to, mail.key, mail.context


class Forbidden:
    """What nobody, and what not everybody, may hear: reckoned anew from the rows, and not as the digest does it."""

    def __init__(self, world):
        self.muted = set(Topic.objects.filter(board=world.muted).values_list("pk", flat=True))
        self.secret = set(Topic.objects.filter(board=world.secret).values_list("pk", flat=True))
        self.hidden = set(Topic.objects.exclude(hidden_at=None).values_list("pk", flat=True))
        self.hidden_posts = set(Post.objects.exclude(hidden_at=None).values_list("topic_id", "number"))

    def forbids(self, person, item):
        """Whether this line of a letter is not for that person; all lines of the drill are about topics."""
        if not item["thing"]:
            return True
        _topic, pk, number = item["thing"]
        if pk in self.hidden or pk in self.muted or (pk, number) in self.hidden_posts:
            return True
        return pk in self.secret and person.member_until is None

    def sees_what_it_should(self, people):
        """Whether something of each sort was said, and is told from what may be heard."""
        if not (self.muted and self.hidden and self.hidden_posts and self.secret - self.hidden):
            return False
        members, others = people.exclude(member_until=None).first(), people.filter(member_until=None).first()
        secret = {"thing": ["topic", min(self.secret - self.hidden), 1]}
        hidden = {"thing": ["topic", *min(self.hidden_posts)]}
        asked = [(members, secret), (others, secret), (members, hidden)]
        return [self.forbids(person, item) for person, item in asked] == [False, True, True]

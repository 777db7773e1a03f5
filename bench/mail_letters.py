"""The letters of the drill: asked for as rooms ask, looked at as staff look. Imported when Django is ready."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Board, Topic
from members.accounts.models import Person
from members.mail.gallery.samples import samples_of
from members.mail.models import Mail
from members.mail.outbox import send_to_many

from .mail_visits import PASSWORD
from .mail_visits import PEOPLE as VISITORS


def make_people(count):
    """Those who get letters, and those who visit; all of them members in Zurich."""
    about = {"member_until": timezone.now() + timedelta(days=90), "time_zone": "Europe/Zurich"}
    about |= {"joined_at": timezone.now() - timedelta(days=400)}
    Person.objects.bulk_create(
        (Person(email=address_of(number), name=f"Reader {number}", **about) for number in range(count)), batch_size=500
    )
    password = make_password(PASSWORD)
    for number in range(VISITORS):
        email = f"visitor{number}@portal.example"
        person = Person.objects.create(email=email, name=f"Visitor {number}", password=password, **about)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)


def make_place():
    """A topic of somebody who hears of replies: (its path, where one replies)."""
    author = Person.objects.get(email=address_of(0))
    board = Board.objects.create(name="Drill", slug="drill", audience="everyone", posting="members")
    topic = Topic.start(board=board, by=author, title="How do you map a journey?", body="Ours has six owners.")
    return topic.get_absolute_url(), reverse("forums:reply", args=[topic.pk])


def address_of(number):
    return f"reader{number}@portal.example"


def ask(occasion, numbers, kinds, must_arrive=None, *, every=0, wait=None):
    """A letter to each of `numbers`, of `kinds` in turn; each `every`th of the kind that must arrive."""
    _fresh()
    people = {person.email: person for person in Person.objects.filter(name__startswith="Reader")}
    by_kind = {}
    for number in numbers:
        kind = must_arrive if every and number % every == 0 else kinds[number % len(kinds)]
        by_kind.setdefault(kind, []).append(people[address_of(number)])
    for kind, some in by_kind.items():
        context = samples_of(kind)[0].tells(some[0])
        send_to_many(kind, people=some, key=f"drill:{occasion}", **context)
    if wait:
        Mail.objects.filter(key__startswith=f"drill:{occasion}:").update(due_at=timezone.now() + wait)


def none_due():
    """Whether nothing that is due by now is left."""
    _fresh()
    return not Mail.objects.due(timezone.now()).exists() and not Mail.objects.filter(state="sending").exists()


def none_waits():
    _fresh()
    return not Mail.objects.filter(state__in=["queued", "retrying", "sending"]).exists()


def decide(taken):
    """Staff look in the log of the mail server for every letter in doubt; (how many, how many it had taken)."""
    _fresh()
    carol = Person.objects.create(email="staff@portal.example", name="Staff", is_staff=True)
    in_doubt = list(Mail.objects.filter(state="unknown"))
    for mail in in_doubt:
        mail.settle_arrived(by=carol) if taken[mail.message_id] else mail.retry(by=carol)
    return len(in_doubt), sum(bool(taken[mail.message_id]) for mail in in_doubt)


@dataclass(frozen=True)
class Kept:
    """What the outbox says of a letter."""

    state: str
    address: str
    must_arrive: bool
    is_ours: bool  # asked for by the drill, not by a visit


def all_letters():
    """{Message-ID: Kept}"""
    _fresh()
    return {
        mail.message_id: Kept(mail.state, mail.address, mail.must_arrive, mail.key.startswith("drill:"))
        for mail in Mail.objects.all()
    }


def time_by_sql():
    _fresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _fresh():
    close_old_connections()
    if connection.connection is not None and not connection.is_usable():
        connection.close()

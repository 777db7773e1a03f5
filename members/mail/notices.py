"""Telling people things inside the portal."""

from django.db import transaction

from .models import Notice
from .preferences import wants_notice

MOST_VOICES = 50  # people a notice remembers; of more, nobody wants to know how many


def tell(person, kind, *, headline, url, key, **about):
    """Tell one Person; see `tell_many`."""
    tell_many([person], kind, headline=headline, url=url, key=key, **about)


def tell_many(people, kind, *, headline, url, key, **about):
    """A notice for each of `people`, once per person and `key`. The caller renders the text.

    `about` may name the thing: `thing`, `thing_id`, `first_number`, `last_number` of the Notice; `is_private` keeps it
    from what staff look at. Who wants to hear nothing of this kind is told nothing.
    """
    people = wants_notice(kind, people)
    Notice.objects.bulk_create(
        (Notice(person=person, kind=kind, headline=headline[:250], url=url, key=key, **about) for person in people),
        ignore_conflicts=True,
    )


@transaction.atomic
def tell_anew(kind, *, headlines, url, key):
    """One notice that is told again with each piece of news: `headlines` is {Person: text}.

    A notice with the same `key` gives way to the new one, which is the newest and not read yet. The caller holds a lock
    by which two tellings of the same key come one after the other.
    """
    people = wants_notice(kind, headlines)
    Notice.objects.filter(person__in=people, key=key).delete()
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind, headline=headlines[person][:250], url=url, key=key) for person in people
    )


def tell_merged(people, kind, *, voice, number, **about):
    """Each of `people` hears that `voice`, a Person or what has a pk and a name, did something at `number` of a thing;
    see `tell_pieces`."""
    tell_pieces([(people, voice, number)], kind, **about)


@transaction.atomic
def tell_pieces(pieces, kind, *, key, words, url, thing, thing_id, is_private=False):
    """Tell each piece of news, (people, voice, number), to its people; what they have not read of the same `key` is
    told with it, in one notice, the newest: "Ann and 3 others replied".

    `words` gives the headline for the voices [[id, name], …], the last one first; `url` the address, for the number of
    the first piece of news. Three queries, however many people and pieces. The caller holds a lock, as with
    `tell_anew`.
    """
    wanted = wants_notice(kind, {person.pk: person for people, _voice, _number in pieces for person in people}.values())
    wanted = {person.pk for person in wanted}
    earlier = Notice.objects.select_for_update().filter(person__in=wanted, key=key)
    waiting = {notice.person_id: notice for notice in earlier if notice.is_new}
    told, about = {}, {"kind": kind, "key": key, "thing": thing, "thing_id": thing_id, "is_private": is_private}
    for people, voice, number in pieces:
        for person in people:
            if person.pk in wanted:
                before = told.get(person.pk) or waiting.get(person.pk)
                told[person.pk] = _with(before, voice, number, Notice(person=person, **about))
    for notice in told.values():
        notice.headline, notice.url = words(notice.voices)[:250], url(notice.first_number)
    changed = [field.name for field in Notice._meta.concrete_fields if field.name not in ("id", "person", "key")]
    Notice.objects.bulk_create(
        told.values(), update_conflicts=True, unique_fields=["person", "key"], update_fields=changed
    )


def _with(before, voice, number, notice):
    """`notice`, of what was told `before` (a Notice, or None) and of one piece of news more."""
    others = [each for each in before.voices if each[0] != voice.pk] if before else []
    notice.voices = [[voice.pk, str(voice)], *others][:MOST_VOICES]
    notice.count = before.count + 1 if before else 1
    notice.first_number = min(before.first_number, number) if before else number
    notice.last_number = max(before.last_number, number) if before else number
    return notice


def unread_count(person):
    """How many notices wait for `person`, of things they may see; asked once per request, and only where any waits."""
    if not hasattr(person, "_unread_notices"):
        waits = getattr(person, "has_notices_waiting", True)  # who was signed in by their session comes with it
        person._unread_notices = Notice.objects.shown_to(person).unread().count() if waits else 0
    return person._unread_notices


def remember_unread(person, count):
    """Spare `unread_count` its query: this many wait."""
    person._unread_notices = count

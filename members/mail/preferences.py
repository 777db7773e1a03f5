"""What a person chose to hear, where and when: asked when a letter is written, and again just before it leaves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .kinds import Channel, all_kinds, kind_named, kinds_to_choose
from .models import Choice, Mail, QuietHours
from .sights import Thing, sight_of

CHOSE_DIGEST = _("The person chose to have this gathered in their letter.")
CHOSE_NOT = _("The person chose not to get this by mail.")
CANNOT_SEE = _("The person may not see any more what it is about.")
HAS_READ = _("The person has read it in the portal.")
STRONGER = _("Another letter tells of the same, for a stronger reason.")
IS_GONE = _("The account was closed, or is suspended.")


def channel_of(kind, chosen):
    """Where news of a Kind goes for whom `chosen` is the channel: "" for none. What the kind no longer offers
    becomes the next that tells less."""
    if kind.is_required:
        return Channel.NOW
    if not chosen:
        return kind.channel
    less = list(Channel)[list(Channel).index(chosen) :]
    return next((channel for channel in less if channel in kind.channels), Channel.NEVER)


def channels_of(person):
    """{name of a kind: Channel} of all that `person` may choose about: one query."""
    chosen = dict(Choice.objects.filter(person=person).values_list("kind", "channel"))
    return {kind.name: channel_of(kind, chosen.get(kind.name, "")) for kind in kinds_to_choose()}


def channels_for(name, people):
    """{person.pk: Channel} of each of `people` for one kind: one query, none for what must arrive."""
    kind = kind_named(name)
    if kind.is_required:
        return {person.pk: Channel.NOW for person in people}
    chosen = dict(Choice.objects.filter(kind=name, person__in=people).values_list("person_id", "channel"))
    return {person.pk: channel_of(kind, chosen.get(person.pk, "")) for person in people}


def channel_now(person_id, kind):
    """Where news of a Kind goes for one person."""
    chosen = Choice.objects.filter(person_id=person_id, kind=kind.name).values_list("channel", flat=True).first()
    return channel_of(kind, chosen or "")


def is_stopped(person_id, name):
    """Whether letters of this kind do not go to this person at once."""
    return channel_now(person_id, kind_named(name)) != Channel.NOW


def without_letters(kind):
    """The channel of who wants no more letters of a Kind: in the portal the news still waits for them."""
    return Channel.NOTICE if Channel.NOTICE in kind.channels else Channel.NEVER


@transaction.atomic
def choose(person, chosen, *, by):
    """Set the channels {name of a kind: Channel}; returns how many changed. One press, to be taken back as one.

    Raises ValueError for a channel that a kind does not have: it would not do what it says.
    """
    _lock(person.pk)
    rows = {row.kind: row for row in Choice.objects.filter(person=person)}
    now, changed = timezone.now(), []
    for name, channel in chosen.items():
        kind = kind_named(name)
        if kind.is_required or channel not in kind.channels:
            raise ValueError(f"{name} does not go by {channel}")
        row = rows.get(name) or Choice(person=person, kind=name)
        if channel_of(kind, row.channel) != channel:
            row.before, row.channel, row.chosen_at = row.channel, channel, now
            changed.append(row)
    _keep(changed)
    if changed:
        record("mail.chosen", person, by=by, kinds={row.kind: row.channel for row in changed})
    return len(changed)


def last_press(person):
    """The moment and the rows of what `person` changed last, or (None, [])."""
    rows = list(Choice.objects.filter(person=person).order_by("-chosen_at"))
    last = [row for row in rows if row.chosen_at == rows[0].chosen_at]
    return (last[0].chosen_at, last) if last else (None, [])


def word_of(moment):
    """What names a press in a form."""
    return f"{moment:%Y%m%d%H%M%S%f}"


@transaction.atomic
def take_back(person, word, *, by):
    """What one press changed is again as it was before; done so once more, it is changed again.

    `word` names the press: where another came in between, from a second window or a letter, nothing happens.
    Returns how many rows changed.
    """
    _lock(person.pk)
    last, rows = last_press(person)
    if last is None or word_of(last) != word:
        return 0
    changed = Choice.objects.filter(pk__in=[row.pk for row in rows]).update(
        channel=F("before"), before=F("channel"), chosen_at=timezone.now()
    )
    record("mail.taken_back", person, by=by, kinds=sorted(row.kind for row in rows))
    return changed


def stop(person_id, name):
    """No more letters of this kind. Done twice, or for a person who is gone, nothing more happens."""
    kind = kind_named(name)
    person = get_user_model().objects.filter(pk=person_id).first()
    if person is not None and not kind.is_required and is_stopped(person_id, name) is False:
        choose(person, {name: without_letters(kind)}, by=person)


@transaction.atomic
def resume(person_id, name):
    """Letters of this kind again: as it was before they were stopped."""
    if not _lock(person_id):
        return
    row = Choice.objects.filter(person_id=person_id, kind=name).first()
    kind = kind_named(name)
    if row is None or kind.is_required or channel_of(kind, row.channel) == Channel.NOW:
        return
    # What the kind does by itself, or what was chosen before, if it brings letters; else letters at once.
    was = row.before if channel_of(kind, row.before) in [Channel.NOW, Channel.DIGEST] else Channel.NOW
    row.before, row.channel, row.chosen_at = row.channel, was, timezone.now()
    _keep([row])


def _lock(person_id):
    """One press of a person after the other; whether there is such a person."""
    return get_user_model().objects.select_for_update(no_key=True).filter(pk=person_id).values("pk").first()


def _keep(rows):
    Choice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["channel", "before", "chosen_at"],
    )


def wants_notice(name, people):
    """Those of `people` who want to be told of this kind inside the portal, in their order: at most one query."""
    people = list(people)
    try:
        kind = kind_named(name)
    except KeyError:
        return people  # what a room tells in the portal without a row in the table
    if kind.is_required or not people:
        return people
    refused = Choice.objects.filter(kind=name, channel=Channel.NEVER, person__in=people)
    refused = set(refused.values_list("person_id", flat=True))
    return [person for person in people if person.pk not in refused]


def leave_at(kind, people, now):
    """{person.pk: moment} at which a letter of a Kind may leave: after the grace, and outside quiet hours."""
    moment = now + kind.grace
    moments = {person.pk: moment for person in people}
    if kind.quiet and not kind.is_required:
        for hours in QuietHours.objects.filter(person__in=people).select_related("person"):
            moments[hours.person_id] = hours.over_at(moment)
    return moments


@dataclass(frozen=True)
class Arranged:
    """When a letter may leave, or that it does not, and why."""

    due_at: datetime
    state: str = Mail.QUEUED
    reason: str = ""
    for_digest: bool = False


def arrangements(kind, people, now):
    """{person.pk: Arranged} of a letter of a Kind to each of `people`; at most two queries."""
    channels, moments = channels_for(kind.name, people), leave_at(kind, people, now)
    arranged = {}
    for person in people:
        channel = channels[person.pk]
        if channel == Channel.NOW:
            arranged[person.pk] = Arranged(moments[person.pk])
        elif channel == Channel.DIGEST:
            arranged[person.pk] = Arranged(now, Mail.WITHHELD, str(CHOSE_DIGEST), for_digest=True)
        else:
            arranged[person.pk] = Arranged(now, Mail.WITHHELD, str(CHOSE_NOT))
    return arranged


def make_way(kind, about, people):
    """Letters for a weaker reason that still wait give way to one of this Kind about the same Thing."""
    weaker = [each.name for each in all_kinds() if each.is_news and each.strength < kind.strength]
    waiting = Mail.objects.filter(to__in=people, thing=about.thing, thing_id=about.pk, thing_number=about.number)
    waiting.filter(is_news=True, state=Mail.QUEUED, kind__in=weaker).update(
        is_news=False, state=Mail.WITHHELD, reason=str(STRONGER)
    )


def asleep(mails, now):
    """{mail.pk: moment} of the letters that came due in quiet hours of their person: they, or their clock, changed
    since the letter was written. One query."""
    quiet = [mail for mail in mails if mail.to_id and _may_wait(kind_named(mail.kind))]
    found = QuietHours.objects.filter(person__in={mail.to_id for mail in quiet}).select_related("person")
    hours = {each.person_id: each for each in found} if quiet else {}
    until = {mail.pk: hours[mail.to_id].over_at(now) for mail in quiet if mail.to_id in hours}
    return {pk: moment for pk, moment in until.items() if moment > now}


def _may_wait(kind):
    return kind.quiet and not kind.is_required


def still_wanted(mails):
    """{mail.pk: reason} of the letters that must not leave any more; asked just before they do.

    A fixed number of queries for a batch: the people, their choices, and what each kind of thing asks. What must
    arrive is not asked about, and what staff sent on its way again after it was withheld is asked as everything is.
    """
    asked = [mail for mail in mails if mail.to_id and not kind_named(mail.kind).is_required]
    if not asked:
        return {}
    people = get_user_model().objects.active().in_bulk({mail.to_id for mail in asked})
    chosen = {
        (person_id, kind): channel
        for person_id, kind, channel in Choice.objects.filter(
            person__in=people, kind__in={mail.kind for mail in asked}
        ).values_list("person_id", "kind", "channel")
    }
    reasons, looked_at = {}, []
    for mail in asked:
        person = people.get(mail.to_id)
        channel = channel_of(kind_named(mail.kind), chosen.get((mail.to_id, mail.kind), ""))
        if person is None:
            reasons[mail.pk] = IS_GONE
        elif channel != Channel.NOW:
            reasons[mail.pk] = CHOSE_DIGEST if channel == Channel.DIGEST else CHOSE_NOT
        else:
            looked_at.append((mail, person))
    return reasons | lost_sight(looked_at, is_news=lambda mail: mail.is_news) | _retold(looked_at)


def _retold(letters):
    """{mail.pk: reason} of the letters of several news of which none is left; the others tell what is."""
    by_kind = defaultdict(list)
    for mail, person in letters:
        by_kind[mail.kind].append((mail, person))
    reasons = {}
    for name, these in by_kind.items():
        if retell := kind_named(name).retell:
            reasons |= retell(these)
    return reasons


def lost_sight(letters, *, is_news):
    """{mail.pk: reason} of those of `letters`, (Mail, Person), that tell their reader nothing any more: they may not
    see what it is about, or have read it. `is_news` says of which letters the second is asked."""
    by_thing = defaultdict(list)
    for mail, person in letters:
        if mail.thing and sight_of(mail.thing):
            by_thing[mail.thing].append((mail, person, Thing(mail.thing, mail.thing_id, mail.thing_number)))
    reasons = {}
    for thing, about in by_thing.items():
        reasons |= _lost_sight_of(sight_of(thing), about, is_news)
    return reasons


def _lost_sight_of(sight, about, is_news):
    pairs = [(person, thing) for _mail, person, thing in about]
    seen = sight.may_see(pairs) if sight.may_see else {(person.pk, thing) for person, thing in pairs}
    news = [(person, thing) for mail, person, thing in about if is_news(mail)]
    read = sight.has_read(news) if sight.has_read and news else set()
    reasons = {}
    for mail, person, thing in about:
        if (person.pk, thing) not in seen:
            reasons[mail.pk] = CANNOT_SEE
        elif is_news(mail) and (person.pk, thing) in read:
            reasons[mail.pk] = HAS_READ
    return reasons

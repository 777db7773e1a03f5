"""Whom the portal asks: members who know the subject, then those in the same kind of company, a few from further away.

Nobody is asked twice in a month, nobody who said no to being asked, and nobody between whom and the author a block
stands. Of the five at least two belong to none of the author's networks, so that not everybody knows the same rooms.
"""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from forums.discussions.models import Post
from forums.experts.models.expertises import Expertise
from members.accounts.audience import Audience
from members.audit.log import record
from members.connections.models import Block
from members.networks.models import NetworkMember
from members.subjects.contexts import Context
from members.subjects.models import PersonContext, Subject

from .models.invitations import PATIENCE, REST, Invitation
from .models.soundings import PEOPLE
from .models.willingness import are_open
from .news import tell_of_invitation

MOST_NEAR = 3  # of the five, from the author's own networks
NAMED = 2  # subjects named in the reason
OPENLY = [Audience.EVERYONE, Audience.ACCOUNTS, Audience.MEMBERS]  # where it is known to all members who wrote what
LOOKED_AT = 60  # of those that would fit, best first
LAST_MOMENT = timedelta(hours=12)  # before the end: whoever is asked later than that could not answer in peace


@transaction.atomic
def fill(sounding, *, now):
    """Ask as many as there are places free, while days remain; returns whom, as Invitations.

    The caller holds the row of `sounding`, or has just made it.
    """
    if sounding.state != sounding.OPEN or now > sounding.ends_at - LAST_MOMENT:
        return []
    there = list(sounding.invitations.standing().values_list("person", flat=True))
    near = _networks_of(sounding.author).filter(person__in=there).values("person").distinct().count()
    chosen = _claim(_candidates(sounding, now), most=PEOPLE - len(there), most_near=MOST_NEAR - near, now=now)
    known = _known(chosen, _wider(sounding.subjects.all()))
    asked = Invitation.objects.bulk_create(
        Invitation(
            sounding=sounding,
            person=person,
            reasons={"subjects": known.get(person.pk, []), "context": _alike(sounding.author, person)},
            asked_at=now,
            due_at=now + PATIENCE,
            rests_until=now + REST,
        )
        for person in chosen
    )
    for invitation in asked:
        record("soundings.invited", invitation, by=None)
        tell_of_invitation(sounding, invitation)
    return asked


def _candidates(sounding, now):
    """Members who may be asked, best first, each with `is_near` and their work context."""
    author = sounding.author
    members = get_user_model().objects.active().filter(member_until__gt=now).exclude(pk=author.pk)
    between = Block.objects.filter(
        Q(person=author.pk, blocked=OuterRef("pk")) | Q(person=OuterRef("pk"), blocked=author.pk)
    )
    asked = Invitation.objects.filter(person=OuterRef("pk"))
    free = are_open(members).filter(
        ~Exists(between), ~Exists(asked.filter(sounding=sounding)), ~Exists(asked.filter(rests_until__gt=now))
    )
    subjects = _wider(sounding.subjects.all())
    knows = Case(
        When(pk__in=Expertise.objects.shown().filter(subject__in=subjects).values("person"), then=2),
        When(pk__in=_written(subjects).values("author"), then=1),
        default=0,
        output_field=IntegerField(),
    )
    near = _networks_of(author).filter(person=OuterRef("pk"))
    ordered = free.annotate(
        knows=knows,
        alike=_points(PersonContext.of(author)),
        is_near=Exists(near),
    ).order_by("-knows", "-alike", F("last_login").desc(nulls_last=True), "pk")
    return list(ordered.select_related("work_context")[:LOOKED_AT])


def _claim(candidates, *, most, most_near, now):
    """The first of them whom nobody else is asking at this moment, locked until the transaction ends."""
    chosen, waiting = [], list(candidates)
    while waiting and len(chosen) < most:
        batch, left = [], []
        near = sum(person.is_near for person in chosen)
        for person in waiting:
            fits = not person.is_near or near < most_near
            if fits and len(batch) < most - len(chosen):
                batch.append(person)
                near += person.is_near
            elif fits:
                left.append(person)
        if not batch:
            break
        free = _lock_free(batch, now)
        chosen += [person for person in batch if person.pk in free]
        waiting = left
    return chosen


def _lock_free(people, now):
    """The ids of those of `people` that no other transaction is choosing, and whom nobody asked meanwhile."""
    rows = get_user_model().objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
    locked = set(rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    asked = Invitation.objects.filter(person__in=locked, rests_until__gt=now)
    return locked - set(asked.values_list("person", flat=True))


def _networks_of(author):
    """The places of everybody in the networks that the author belongs to."""
    theirs = NetworkMember.objects.filter(person=author.pk).values("network")
    return NetworkMember.objects.filter(network__in=theirs)


def _written(subjects):
    """What people said under their names in topics tagged with one of `subjects`, where everybody could read it."""
    return Post.objects.spoken().filter(
        topic__taggings__tag__subject__in=subjects, topic__hidden_at=None, topic__board__audience__in=OPENLY
    )


def _known(people, subjects):
    """{person pk: names of the `subjects` they answer in or wrote about}, at most NAMED each; two queries."""
    offered = Expertise.objects.shown().filter(person__in=people, subject__in=subjects)
    wrote = _written(subjects).filter(author__in=people)
    found = {}
    for pairs in [
        offered.order_by("pk").values_list("person", "subject__name"),
        wrote.order_by().values_list("author", "topic__taggings__tag__subject__name").distinct(),
    ]:
        for person, name in pairs:
            names = found.setdefault(person, [])
            if name and name not in names and len(names) < NAMED:
                names.append(name)
    return found


def _points(context):
    """An expression: in how many parts a candidate works as `context` {part: word} says."""
    said = {part: context[part] for part in Context.PARTS if context.get(part)}
    points = Value(0)
    for part, word in said.items():
        points += Case(When(**{f"work_context__{part}": word}, then=1), default=0, output_field=IntegerField())
    return Coalesce(points, 0, output_field=IntegerField())


def _alike(author, person):
    """The parts of their work context that the two have in common."""
    said, theirs = PersonContext.of(author), getattr(person, "work_context", None)
    return [part for part in Context.PARTS if theirs and said.get(part) and said[part] == getattr(theirs, part)]


def _wider(subjects):
    """`subjects` with what stands under a competency among them, and the competency above each."""
    subjects = list(subjects)
    above = [subject.parent_id for subject in subjects if subject.parent_id]
    under = [subject.pk for subject in subjects if subject.is_competency]
    return Subject.objects.filter(Q(pk__in=[subject.pk for subject in subjects] + above) | Q(parent__in=under))

"""The experts as a list: one page by keyset, the best known first, with what each helps with and their places."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.http import urlencode

from forums.discussions.numbers import number_in
from forums.reading.reader import hidden_authors
from members.subjects.models import Subject

from .matching import WEIGHTS
from .models import Expertise, Referral, month_of
from .models.expertises import still_members
from .places import Places, months_now

ROWS = 30
_FEW = 1000  # more endorsements than anybody has: the state weighs first


@dataclass
class Offer:
    """One subject of a row."""

    name: str
    slug: str
    words: str
    state: str
    endorsements: int

    @property
    def is_confirmed(self):
        return self.state == Expertise.CONFIRMED


@dataclass
class Row:
    """An expert in the list; `offer` is what the list is about, or what they are best known for."""

    person: object
    offers: list
    offer: Offer
    places: Places


def page_of_experts(request, subject=None):
    """Rows after `?after=`, and the query string of the next page or None; one query."""
    people = experts_seen_by(request.user, subject)
    score, _dash, pk = request.GET.get("after", "").partition("-")
    if (score := number_in(score, digits=9)) is not None and (pk := number_in(pk, digits=18)) is not None:
        people = people.filter(Q(score__lt=score) | Q(score=score, pk__gt=pk))
    found = list(people[: ROWS + 1])
    last = found[ROWS - 1] if len(found) > ROWS else None
    more = last and "?" + urlencode({"after": f"{last.score}-{last.pk}"})
    return [_row(person, subject) for person in found[:ROWS]], more


def experts_seen_by(reader, subject=None):
    """People who offer something (in `subject`), each with `score`, `offered`, `monthly` and `months`."""
    theirs = Expertise.objects.standing().filter(person=OuterRef("pk"))
    sought = theirs.in_subject(subject) if subject else theirs
    weight = Case(*[When(state=state, then=Value(each * _FEW)) for state, each in WEIGHTS.items()], default=Value(0))
    score = Max(weight + F("endorsement_count"), output_field=IntegerField())
    about = JSONObject(
        name=F("subject__name"),
        slug=F("subject__slug"),
        parent=F("subject__parent"),
        words="words",
        state="state",
        endorsements="endorsement_count",
    )
    asked = Referral.objects.holding().filter(expertise__person=OuterRef("pk"), month__in=months_now())
    offering = Expertise.objects.standing().in_subject(subject) if subject else Expertise.objects.standing()
    people = get_user_model().objects.filter(still_members(""), pk__in=offering.values("person"))
    people = people.exclude(pk__in=hidden_authors(reader.pk))
    return (
        people.annotate(score=Subquery(sought.order_by().values("person").annotate(best=score).values("best")))
        .annotate(
            offered=ArraySubquery(theirs.best_first().values(about=about)),
            monthly=F("capacity__monthly"),
            months=ArraySubquery(asked.values("month")),
        )
        .order_by("-score", "pk")
    )


def subjects_with_experts():
    """The subjects in which somebody offers to help, in the order of the tree; one query."""
    shown = Expertise.objects.shown().values("subject")
    return list(Subject.objects.filter(pk__in=shown).in_tree_order())


def _row(person, subject):
    offers = [(each.pop("parent"), Offer(**each)) for each in person.offered]
    month = month_of(person)
    sought = [
        offer for parent, offer in offers if subject and (offer.slug == subject.slug or parent == subject.pk)
    ] or [offer for _parent, offer in offers]
    places = Places(person.monthly or 0, person.months.count(month), month)
    return Row(person, [offer for _parent, offer in offers], sought[0], places)

"""The experts of the demo community: what they offer, who endorsed them, and what they were asked."""

from datetime import timedelta

from django.db.models import F

from forums.discussions.models import Post, Tag, Topic
from forums.experts.models import Capacity, Endorsement, Expertise, Referral
from members.mail.models import Notice
from members.subjects.models import Subject

from . import clock
from .cast import address_of, told_in
from .knowing import person_named
from .moments import moment
from .news import LOOKED, last_notice, no_letters, notices_together

LABEL = "experts"
SEEN_BY_ALL = ["everyone", "members"]  # audiences of boards that every member reads


def read():
    """What content/experts.toml says: {"expert": [dicts], "asked": [dicts], "tags": {tag: slug of a subject}}."""
    return told_in("experts.toml")


def missing():
    """The offers that are not there yet."""
    there = set(Expertise.objects.values_list("person__email", "subject__slug"))
    return [about for about in read()["expert"] if (address_of(about["person"]), about["subject"]) not in there]


def make(experts, now):
    """Each offers their help at their moment, is endorsed, and heard by staff; then some are asked. Yields after each
    expert."""
    before = last_notice()
    with no_letters(), notices_together():
        for about in experts:
            _offer(about, moment(about["at"], now), now)
            yield
        told = read()
        for name, slug in told["tags"].items():
            Tag.objects.filter(name=name, subject=None).update(subject=Subject.objects.filter(slug=slug).first())
        for about in told["asked"]:
            _ask(about)
    old = Notice.objects.filter(pk__gt=before, read_at=None, created_at__lt=now - LOOKED)
    old.update(read_at=F("created_at"))


def _offer(about, at, now):
    person, subject = person_named(about["person"]), Subject.objects.filter(slug=about["subject"]).first()
    if subject is None:
        return
    answers = Post.objects.spoken().filter(author=person, number__gt=1, topic__board__audience__in=SEEN_BY_ALL)
    answers = answers.filter(created_at__lt=now - timedelta(days=10))  # time enough for all that follows
    answers = list(
        answers.filter(topic__tag_names__len__gt=0).select_related("topic").order_by("-word_count", "pk")[:4]
    )
    if not answers:
        return
    at = max(at, *(answer.created_at for answer in answers))
    with clock.held_at(at):
        offer = Expertise.offer(by=person, subject=subject, words=about["words"], evidence=answers[:2])
        if "monthly" in about:
            Capacity.choose(about["monthly"], by=person)
    for day, (key, words) in enumerate(about["endorsed"], 1):
        with clock.held_at(at + timedelta(days=day)):
            Endorsement.give(offer, by=person_named(key), post=answers[day % len(answers)], words=words)
    with clock.held_at(at + timedelta(days=len(about["endorsed"]) + 2)):
        if "confirmed" in about:
            offer.confirm(by=person_named("carol"), reason=about["confirmed"])
        if about.get("rests"):
            offer.pause(by=person)


def _ask(about):
    topic = Topic.objects.filter(title=about["topic"], hidden_at=None).select_related("board", "author").first()
    offered = Expertise.objects.filter(person__email=address_of(about["person"]), subject__slug=about["subject"])
    expertise = offered.select_related("person", "subject").first()
    if topic and expertise:
        with clock.held_at(topic.created_at):
            Referral.ask(expertise, topic=topic, by=topic.author)

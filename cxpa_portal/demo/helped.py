"""Which answers of the demo community helped, and what came of them."""

from forums.discussions.models import Post, Topic
from forums.questions.models import Acceptance, FollowUp, Outcome
from forums.questions.receivers import ACCEPTED, HELPED
from members.mail.models import Notice

from . import clock
from .cast import told_in
from .knowing import person_named
from .moments import moment
from .news import LOOKED
from .talk import read as read_talk

LABEL = "answers"


def read():
    """What content/helped.toml says of each answer, as dicts."""
    return told_in("helped.toml")["helped"]


def missing():
    """The answers that are not marked yet."""
    there = set(Acceptance.objects.values_list("topic__token", "post__number"))
    tokens = {topic["title"]: topic["token"] for topic in read_talk()}
    answers = [about | {"token": tokens[about["topic"]]} for about in read()]
    return [about for about in answers if (about["token"], about["number"]) not in there]


def make(answers, now):
    """Who asked marks each; what people told of it is written at once. Yields after each answer."""
    for about in answers:
        at = moment(about["at"], now)
        topic = Topic.objects.select_related("author").get(token=about["token"])
        with clock.held_at(at):
            acceptance = Acceptance.accept(
                Post(topic=topic, pk=_pk_of(topic, about["number"])), by=topic.author, now=at
            )
        _tell(acceptance, about["told"], now)
        yield
    _settle(now)


def _pk_of(topic, number):
    return topic.posts.values_list("pk", flat=True).get(number=number)


def _tell(acceptance, told, now):
    post, topic = acceptance.post, acceptance.topic
    people = [person_named(each["by"]) for each in told]
    Outcome.objects.bulk_create(
        Outcome(
            post=post,
            person=person,
            is_asker=person.pk == topic.author_id,
            kind=each["kind"],
            words=each.get("words", ""),
            at=moment(each["at"], now),
        )
        for person, each in zip(people, told, strict=True)
    )
    Outcome.reckon(post)


def _settle(now):
    """What was long ago is read, and who has told was asked."""
    Notice.objects.filter(kind__in=[ACCEPTED, HELPED], read_at=None, created_at__lt=now - LOOKED).update(read_at=now)
    told = Outcome.objects.filter(is_asker=True).values("post")
    FollowUp.objects.filter(due_at__lte=now, asked_at=None, acceptance__post__in=told).update(asked_at=now)

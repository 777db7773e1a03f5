"""When an answer helped, or somebody tells what came of it: who hears of it, in the same transaction."""

from django.dispatch import receiver

from forums.discussions.models import Post, Topic
from forums.discussions.signals import topic_hidden, topic_restored
from forums.experts.matching import subjects_of
from forums.experts.models import endorse_by_acceptance, withdraw_by_acceptance
from forums.reading.hearing import readers_of, without_blockers
from forums.reading.models import LOUD
from forums.reading.models.places import THING
from forums.reading.pages import post_url
from forums.reading.telling import Voice
from members.connections.models import blocked_by
from members.mail.models import Notice
from members.mail.notices import tell_many, tell_merged

from . import headlines
from .asker import person_who_asked, person_who_wrote
from .models import Acceptance, Outcome
from .models.answers import count_accepted
from .signals import answer_accepted, answer_withdrawn, outcome_reported

ACCEPTED, HELPED, CAME = (f"forums/questions/{word}" for word in ["accepted", "helped", "came"])


@receiver(answer_accepted, sender=Acceptance, dispatch_uid="questions.tell_who_answered")
def tell_who_answered(sender, acceptance, **kwargs):
    """Whoever answered hears it once, however often the mark comes and goes."""
    post, topic = acceptance.post, acceptance.topic
    author = person_who_wrote(post)
    if author is None or acceptance.by_id == author.pk or topic.is_by(author) or not _reads(topic, author):
        return
    tell_many(
        [author],
        ACCEPTED,
        headline=headlines.helped_you(acceptance),
        url=post.get_absolute_url(),
        key=_accepted_key(post),
        is_private=post.is_nameless,
        **_about(post),
    )


@receiver(answer_accepted, sender=Acceptance, dispatch_uid="questions.tell_who_follows")
def tell_who_follows(sender, acceptance, **kwargs):
    """Those who follow the question hear that it has an answer; of several, in one notice."""
    post, topic = acceptance.post, acceptance.topic
    people = readers_of(topic).filter(readings__topic=topic, readings__level__in=LOUD)
    knowing = [person_who_wrote(post), acceptance.by]
    if acceptance.by_id == topic.author_id:
        knowing.append(person_who_asked(topic))
    people = without_blockers(people.exclude(pk__in=[person.pk for person in knowing if person]), post.author)
    tell_merged(
        people,
        HELPED,
        key=f"topic:{topic.pk}:helped",
        voice=Voice.of(post),
        words=lambda voices: headlines.helped(topic, voices),
        url=lambda number: post_url(topic, number),
        thing=THING,
        thing_id=topic.pk,
        number=post.number,
        is_private=topic.has_nameless,
    )


@receiver(answer_accepted, sender=Acceptance, dispatch_uid="questions.endorse_by_acceptance")
def speak_for_the_expert(sender, acceptance, **kwargs):
    """What who asked says of an answer speaks for its author in the subjects of the question, where both are named."""
    topic = acceptance.topic
    if acceptance.by_id == topic.author_id and not topic.is_nameless and not acceptance.post.is_nameless:
        endorse_by_acceptance(acceptance.post, by=acceptance.by, subjects=subjects_of(topic))


@receiver(answer_withdrawn, sender=Acceptance, dispatch_uid="questions.endorse_no_longer")
def speak_no_longer(sender, acceptance, **kwargs):
    withdraw_by_acceptance(acceptance.post, by=acceptance.by)


@receiver(answer_withdrawn, sender=Acceptance, dispatch_uid="questions.take_the_news_back")
def take_the_news_back(sender, acceptance, **kwargs):
    """What nobody has read yet is not news any more."""
    author = person_who_wrote(acceptance.post)
    Notice.objects.filter(person=author, key=_accepted_key(acceptance.post)).unread().delete()


@receiver(outcome_reported, sender=Outcome, dispatch_uid="questions.tell_what_came")
def tell_what_came(sender, outcome, **kwargs):
    """The author hears what came of their answer, in one notice a post; that nobody tried it is no news."""
    post = outcome.post
    author = person_who_wrote(post)
    if (
        author is None
        or outcome.kind == Outcome.NEVER
        or not _reads(post.topic, author)
        or outcome.person_id in blocked_by(author)
    ):
        return
    tell_merged(
        [author],
        CAME,
        key=f"post:{post.pk}:came",
        voice=Voice(outcome.person_id, outcome.voice),
        words=lambda voices: headlines.came_of_it(outcome, voices),
        url=lambda number: post_url(post.topic, number),
        thing=THING,
        thing_id=post.topic_id,
        number=post.number,
        is_private=post.is_nameless,
    )


@receiver([topic_hidden, topic_restored], dispatch_uid="questions.count_what_can_be_read")
def count_what_can_be_read(sender, topic, **kwargs):
    """An answer that is hidden does not count, and counts again when it is back."""
    locked = Topic.objects.select_for_update(of=["self"]).filter(pk=topic.pk).first()
    if locked is not None and locked.acceptances.exists():
        count_accepted(locked)
        topic.accepted_count = locked.accepted_count


def _reads(topic, person):
    return readers_of(topic).filter(pk=person.pk).exists()


def _accepted_key(post):
    return f"post:{post.pk}:accepted"


def _about(post: Post):
    return {"thing": THING, "thing_id": post.topic_id, "first_number": post.number, "last_number": post.number}

"""Questions that readers could answer, for the digest: in a subject they know, under a tag they follow or wrote about,
or put to them by name. Three queries for a batch, and three for everybody."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from forums.discussions.models import Post, Tag
from forums.reading.digest.mine import mine_of
from forums.reading.digest.talk import tag_names, talk_for
from forums.reading.models import LOUD, Level
from forums.reading.models.places import THING
from members.mail import ranking
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from .matching import REMEMBERED
from .models import Expertise, MutedSubject, Referral

MOST = 3
LOOKED_AT = 10  # of which those told before leave room for others
LATELY = timedelta(days=60)


class Open(NamedTuple):
    """One open question: its subjects with their competencies, its tags, who wrote there, and to whom it was put."""

    topic: object
    subjects: set
    tags: set
    wrote: set
    put_to: set


def could_answer(readers, now):
    """Open questions nobody solved, the newest first; not one's own, nor where one wrote already."""
    questions = readers.edition.once("experts.open", lambda: _open(readers, now))
    if not questions:
        return {}
    mine, names = mine_of(readers), tag_names(readers)
    offers, muted, wrote = _knowing(readers, {tag for question in questions for tag in question.tags})
    found = {}
    for reader in readers:
        me, lines = mine[reader.pk], []
        for question in questions:
            if len(lines) == LOOKED_AT:
                break
            if not _is_for(question, me) or question.subjects & muted[reader.pk]:
                continue
            why = _why(question, me, offers[reader.pk], wrote[reader.pk], names)
            if why and me.level_of(question.topic, question.tags) != Level.MUTED:
                lines.append(_item(question.topic, why))
        found[reader.pk] = lines
    return found


def _open(readers, now):
    talk = talk_for(readers)
    lately = {**talk.waiting, **talk.topics}.values()
    topics = [topic for topic in lately if _is_open(topic) and topic.created_at > now - LATELY]
    subjects = {pk: {subject, parent} - {None} for pk, subject, parent in _subjects_of_tags()}
    wrote, put_to = defaultdict(set), defaultdict(set)
    for topic, author in Post.objects.filter(topic__in=[each.pk for each in topics]).values_list("topic", "author"):
        wrote[topic].add(author)
    asked = Referral.objects.filter(state="asked", topic__in=[each.pk for each in topics])
    for topic, person in asked.values_list("topic", "expertise__person"):
        put_to[topic].add(person)
    return [
        Open(
            topic,
            set().union(*(subjects.get(tag, ()) for tag in talk.tags.get(topic.pk, ()))),
            talk.tags.get(topic.pk, set()),
            wrote[topic.pk],
            put_to[topic.pk],
        )
        for topic in sorted(topics, key=lambda each: (each.created_at, each.pk), reverse=True)
    ]


def _is_open(topic):
    return topic.is_question and not topic.accepted_count and topic.closed_at is None


def _subjects_of_tags():
    return Tag.objects.filter(subject__isnull=False).values_list("pk", "subject", "subject__parent")


def _knowing(readers, tags):
    """What each reader offers ({subject: name}), muted (subjects), and wrote about lately (tags)."""
    offers, muted, wrote = defaultdict(dict), defaultdict(set), defaultdict(set)
    standing = Expertise.objects.shown().filter(person__in=readers.pks).select_related("subject__parent")
    for each in standing:
        offers[each.person_id][each.subject_id] = each.subject.name
    for person, subject in MutedSubject.objects.filter(person__in=readers.pks).values_list("person", "subject"):
        muted[person].add(subject)
    lately = Post.objects.spoken().filter(author__in=readers.pks, number__gt=1)
    lately = lately.filter(created_at__gt=readers.edition.now - REMEMBERED, topic__taggings__tag__in=tags)
    for person, tag in lately.order_by().values_list("author", "topic__taggings__tag").distinct():
        wrote[person].add(tag)
    return offers, muted, wrote


def _is_for(question, me):
    topic, pk = question.topic, me.reader.pk
    if not me.can_see(topic) or me.began(topic) or pk in question.wrote:
        return False
    # What is put to somebody else waits for them first.
    return (not question.put_to or pk in question.put_to) and topic.board.can_be_posted_to_by(me.reader.person)


def _why(question, me, offers, wrote, names):
    """All that speaks for this reader, the strongest first; () where nothing does."""
    why = []
    if me.reader.pk in question.put_to:
        why.append(Why(ranking.ASKED, _("It was put to you by name.")))
    for subject in sorted(question.subjects & offers.keys()):
        about = {"subject": offers[subject]}
        label = _("questions in %(subject)s") % about
        why.append(Why(ranking.SUBJECT, _("You offer help in %(subject)s.") % about, f"subject:{subject}", label))
        break
    for tag in sorted(question.tags):
        about, label = {"tag": names[tag]}, _("the tag “%(tag)s”") % {"tag": names[tag]}
        if me.on_tags.get(tag) in LOUD:
            why.append(Why(ranking.FOLLOWS, _("You follow “%(tag)s”.") % about, f"tag:{tag}", label))
        elif tag in wrote and not why:
            why.append(Why(ranking.NEAR, _("You have answered about “%(tag)s” before.") % about, f"tag:{tag}", label))
    return tuple(why)


def _item(topic, why):
    about = {"name": topic.voice, "board": topic.board}
    waits = _("%(name)s asked in %(board)s; nobody has answered yet.")
    detail = waits if topic.post_count <= 1 else _("%(name)s asked in %(board)s; it is not solved yet.")
    thing = Thing(THING, topic.pk, 1)
    # Put to them by name it is news again, also where they were told of it before.
    is_put_to_them = why[0].word == ranking.ASKED
    return Item(
        key=f"topic:{topic.pk}:put-to-you" if is_put_to_them else thing.key,
        headline=topic.title,
        url=topic.get_absolute_url(),
        detail=detail % about,
        why=why,
        thing=thing,
    )

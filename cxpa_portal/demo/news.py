"""What the demo community tells its people: notices and letters of the last days, and nothing older.

The forums tell watchers of every post. Replayed, months of talk would leave hundreds of letters in the outbox and as
many unread notices, all of this minute. So posts are said quietly, those of the last days are told of as the forums'
worker would, and of the letters that asks for only one each for three of the cast stays: enough to look at. The others
are removed before the commit, so that no worker has ever seen them.
"""

from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

from django.db.models import Max, OuterRef, Subquery

from events.registration import ical
from forums.discussions.models import Post
from forums.discussions.signals import post_added
from forums.reading.models import AllRead, Reading
from forums.reading.models.places import THING
from forums.reading.receivers import tell_watchers
from forums.reading.telling import POSTED, tell, tell_due
from members.accounts.models import Person
from members.mail import outbox
from members.mail.models import Mail, Notice
from members.mail.models.notices import NoticeQuerySet

from .cast import DOMAIN, address_of
from .moments import moment
from .people import read as read_people
from .stand_ins import standing_in

LABEL = "places"
NEWS = timedelta(days=3)
LOOKED = timedelta(days=2)  # when they last looked at their notices: older ones are read, so that both kinds show
GET_LETTERS = ["ann", "eli", "maya"]
UID = "reading.tell_watchers"


@contextmanager
def nobody_is_told():
    """Posts said within send no notice and no letter."""
    post_added.disconnect(sender=Post, dispatch_uid=UID)
    try:
        yield
    finally:
        post_added.connect(tell_watchers, sender=Post, dispatch_uid=UID)


def tell_of_news(topics, now):
    """Tell the watchers of `topics` what was answered there in the last days, each notice of its post's moment."""
    answers = Post.objects.filter(topic__in=topics, number__gt=1, created_at__gt=now - NEWS).order_by("topic", "pk")
    answers = answers.select_related("topic__board__group", "topic__author", "author")
    before = last_notice()
    for _topic, posts in groupby(answers, key=lambda post: post.topic_id):
        tell(list(posts))
    _date_notices(before)


def tell_by_now(now):
    """Tell of all that the verbs left to the forums' worker, each notice of its post's moment."""
    before = last_notice()
    tell_due(now)
    _date_notices(before)


def last_notice():
    """The pk of the notice told last; 0 where there is none."""
    return Notice.objects.aggregate(last=Max("pk"))["last"] or 0


def _date_notices(before):
    """Each notice of posts, told after the one with the pk `before`, is as old as the last post it tells of."""
    told_of = Post.objects.filter(topic=OuterRef("thing_id"), number=OuterRef("last_number")).values("created_at")
    Notice.objects.filter(pk__gt=before, kind=POSTED, thing=THING).update(created_at=Subquery(told_of[:1]))


@contextmanager
def no_letters():
    """Letters asked for within tell of what is long past: most of them are not even written, and none stays."""
    before = _last_letter()
    # What is not written needs no entry for a calendar either.
    with standing_in(outbox, send_to_many=lambda kind, **about: None), standing_in(ical, letter=lambda *about: ""):
        yield
    _asked_since(before).delete()


@contextmanager
def few_letters():
    """Of the letters asked for within, the newest to each of GET_LETTERS stays."""
    before = _last_letter()
    yield
    asked = _asked_since(before)
    newest = asked.filter(address__in=map(address_of, GET_LETTERS)).values("address").annotate(last=Max("pk"))
    asked.exclude(pk__in=[row["last"] for row in newest]).delete()


@contextmanager
def notices_together():
    """Notices told within are written at its end, or before one that is told with those before it: in their order."""
    told, at_once = [], NoticeQuerySet.bulk_create

    def write():
        waiting, told[:] = list(told), []
        at_once(Notice.objects.all(), waiting, batch_size=500, ignore_conflicts=True)

    def keep(notices, objs, *, ignore_conflicts=False, **options):
        if ignore_conflicts:  # as a notice is told once
            told.extend(objs)
            return told
        write()
        return at_once(notices, objs, **options)

    with standing_in(NoticeQuerySet, bulk_create=keep):
        yield
    write()


def _last_letter():
    return Mail.objects.aggregate(last=Max("pk"))["last"] or 0


def _asked_since(before):
    """The letters asked for after the one with the pk `before`. Only those to demo people are touched."""
    return Mail.objects.filter(pk__gt=before, address__endswith=f"@{DOMAIN}")


def missing():
    """Those of the people whose place is not kept yet: (person, what content/people.toml says of them)."""
    about = {address_of(each["key"]): each for each in read_people() if "read_until" in each}
    people = Person.objects.filter(email__in=about, all_read=None)
    return [(person, about[person.email]) for person in people.order_by("pk")]


def make(people, now):
    """Where each of them stopped reading, and which notices that leaves unread. Yields after each person."""
    for person, about in people:
        AllRead.mark(person, moment(about["read_until"], now))
        places = dict(Reading.objects.filter(person=person).values_list("topic_id", "last_number"))
        for notice in person.notices.unread().filter(key__startswith="topic:"):
            if notice.created_at < now - LOOKED or notice.last_number <= places.get(notice.thing_id, 0):
                Notice.objects.filter(pk=notice.pk).update(read_at=notice.created_at)
        yield

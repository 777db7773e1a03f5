"""What the demo community tells its people: notices and letters of the last days, and nothing older.

The forums tell watchers of every post at once. Replayed, months of talk would leave hundreds of letters in the outbox
and as many unread notices, all of this minute. So posts are said quietly, those of the last days are told of by the
forums' own receiver, and of the letters that asks for only one each for three of the cast stays: enough to look at.
The others are removed before the commit, so that no worker has ever seen them.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Max

from forums.discussions.models import Post
from forums.discussions.signals import post_added
from forums.reading.models import AllRead, Reading
from forums.reading.receivers import notice_key, tell_watchers
from members.accounts.models import Person
from members.mail.models import Mail, Notice

from .cast import DOMAIN, address_of
from .moments import moment
from .people import read as read_people

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


def tell(post):
    """Tell the watchers of `post`, as if it were its moment."""
    tell_watchers(sender=Post, post=post)
    Notice.objects.filter(key=notice_key(post), last_number=post.number).update(created_at=post.created_at)


class Letters:
    """The letters asked for since this was made."""

    def __init__(self):
        self.before = Mail.objects.aggregate(last=Max("pk"))["last"] or 0

    def keep_a_few(self):
        """Remove all but the newest letter to each of GET_LETTERS. Only letters to demo people are touched."""
        asked = Mail.objects.filter(pk__gt=self.before, address__endswith=f"@{DOMAIN}")
        newest = asked.filter(address__in=map(address_of, GET_LETTERS)).values("address").annotate(last=Max("pk"))
        asked.exclude(pk__in=[row["last"] for row in newest]).delete()

    def keep_none(self):
        """Remove all of them: they tell of what is long past."""
        Mail.objects.filter(pk__gt=self.before, address__endswith=f"@{DOMAIN}").delete()


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

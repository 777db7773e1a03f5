"""When topics and posts go elsewhere: places, what people hear, and news that waits go with them.

A place says "read up to here", so a reader's place in the topic the posts came to moves on where they have read all
that stood there before: by as many of the posts as they have read. Else it stays, and what they read elsewhere is to
be read once more: nothing that nobody read is ever passed over. In the topic the posts left, every number means what it
meant, so no place moves.
"""

from django.db import connection
from django.dispatch import receiver

from forums.discussions.models import Behind, Topic
from forums.discussions.signals import posts_moved, topic_moved
from members.mail.models import Mail, Notice

from .models import Reading, ReadingStart
from .models.places import SAID, THING
from .pages import post_url

# Each reader of the source who read at least one of what went, or said what they want to hear.
_CARRY = f"""
    WITH went AS (
        SELECT was, rank() OVER (ORDER BY was) AS place FROM unnest(%(numbers)s) AS was
    ), reader AS (
        SELECT place.person_id, place.read_at, place.level, place.reason,
               (SELECT count(*) FROM went WHERE was <= place.last_number) AS read,
               place.reason = ANY(%(said)s)
               AND (%(all)s OR place.person_id = ANY(%(writers)s)) AS says
          FROM {Reading._meta.db_table} place
         WHERE place.topic_id = %(source)s
    )
    INSERT INTO {Reading._meta.db_table} AS there (person_id, topic_id, last_number, level, reason, read_at)
    SELECT person_id, %(target)s, CASE WHEN %(before)s = 0 THEN read ELSE 0 END,
           CASE WHEN says THEN level ELSE 'normal' END, CASE WHEN says THEN reason ELSE 'opened' END, read_at
      FROM reader
     WHERE says OR (read > 0 AND (%(before)s = 0 OR EXISTS (
               SELECT FROM {Reading._meta.db_table} known
                WHERE known.topic_id = %(target)s AND known.person_id = reader.person_id)))
    ON CONFLICT (person_id, topic_id) DO UPDATE SET
        last_number = CASE WHEN there.last_number >= %(before)s
                           THEN there.last_number + (SELECT read FROM reader WHERE person_id = there.person_id)
                           ELSE there.last_number END,
        level = CASE WHEN there.reason = ANY(%(said)s) THEN there.level ELSE excluded.level END,
        reason = CASE WHEN there.reason = ANY(%(said)s) THEN there.reason ELSE excluded.reason END
"""


@receiver(posts_moved, sender=Topic, dispatch_uid="reading.carry_places")
def carry_places(sender, source, target, numbers, is_new, **kwargs):
    """Those who follow the source follow a topic begun from it, and what all of it became a part of; what only took
    in some posts is followed by who wrote them. Where somebody said something of it already, that stays."""
    whole = source.merged_into_id == target.pk
    about = {
        "source": source.pk,
        "target": target.pk,
        "numbers": sorted(numbers),
        "before": min(numbers.values()) - 1,
        "said": [str(reason) for reason in SAID],
        "all": whole or is_new,
        "writers": [] if whole or is_new else _writers_of(target, numbers.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, about)
    for topic in (target, source):
        if topic.merged_into_id is None:
            ReadingStart.lower(topic)


@receiver(posts_moved, sender=Topic, dispatch_uid="reading.carry_notices")
def carry_notices(sender, source, target, numbers, **kwargs):
    """A notice goes where the first of the posts it tells of went, unless one it tells of is still there."""
    told = Notice.objects.filter(thing=THING, thing_id=source.pk, last_number__gte=min(numbers))
    left = set(source.posts.spoken().filter(number__gte=min(numbers)).values_list("number", flat=True))
    changed = []
    for notice in told.select_for_update().order_by("pk"):
        its = range(notice.first_number, notice.last_number + 1)
        there = [numbers[number] for number in its if number in numbers]
        if not there or any(number in left for number in its):
            continue
        notice.thing_id, notice.first_number, notice.last_number = target.pk, min(there), max(there)
        notice.url = post_url(target, notice.first_number)
        notice.key = f"moved:{notice.pk}:{notice.key}"[:120]  # what comes after it in the source is other news
        changed.append(notice)
    Notice.objects.bulk_update(changed, ["thing_id", "first_number", "last_number", "url", "key"], batch_size=500)


@receiver(posts_moved, sender=Topic, dispatch_uid="reading.carry_letters")
def carry_letters(sender, source, target, numbers, **kwargs):
    """Letters know where the post stands of which they tell: one that waits goes out, and no second one is written."""
    letters = Mail.objects.filter(thing=THING, thing_id=source.pk).order_by()
    for number in set(letters.values_list("thing_number", flat=True).distinct()) & set(numbers):
        letters.filter(thing_number=number).update(thing_id=target.pk, thing_number=numbers[number])


@receiver(topic_moved, sender=Topic, dispatch_uid="reading.look_back_on_another_board")
def look_back(sender, topic, **kwargs):
    """Those who read that board may have it all to read."""
    ReadingStart.lower(topic)


def _writers_of(topic, numbers):
    """The pks of those who wrote these posts, also without a name: each follows what they wrote."""
    posts = list(topic.posts.filter(number__in=numbers).select_related("author").defer("html", "body"))
    people = (Behind.person_of(post) for post in posts)
    return sorted({person.pk for person in people if person is not None})

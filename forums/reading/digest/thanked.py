"""Who thanked a reader, and for what."""

from collections import defaultdict

from django.utils.translation import gettext as _

from forums.discussions.models import Thanks
from members.mail import ranking
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from .. import headlines
from ..models.places import THING
from ..pages import post_url
from .mine import mine_of
from .talk import talk_for

MOST = 5


def items(readers, now):
    """One line a post, the most thanked first; not for what they wrote without a name, which a letter must not say is
    theirs, and without the names of people they blocked."""
    given = Thanks.objects.filter(at__gt=readers.since, at__lte=readers.until, post__author__in=readers.pks)
    given = given.filter(post__hidden_at=None, post__topic__hidden_at=None)
    thanks = defaultdict(lambda: defaultdict(list))
    for each in given.select_related("person", "post__topic").defer("post__body", "post__html").order_by("at"):
        reader = readers.by_pk[each.post.author_id]
        if reader.is_news(each.at):
            thanks[reader.pk][each.post_id].append(each)
    if not thanks:
        return {}
    mine, boards = mine_of(readers), talk_for(readers).boards
    return {pk: list(_items(posts.values(), mine[pk], boards)) for pk, posts in thanks.items()}


def _items(posts, me, boards):
    for given in sorted(posts, key=lambda each: (-len(each), -each[-1].pk))[:MOST]:
        given = [each for each in given if each.person_id not in me.hidden]
        if not given or given[0].post.topic.board_id not in me.boards:
            continue
        post, topic = given[0].post, given[0].post.topic
        voices = list({each.person_id: [each.person_id, str(each.person)] for each in reversed(given)}.values())
        yield Item(
            key=f"post:{post.pk}:thanks:{given[-1].pk}",
            headline=headlines.thanked(post, voices),
            url=post_url(topic, post.number),
            why=(Why(ranking.THANKED, _("You wrote it.")),),
            lively=len(voices),
            thing=Thing(THING, topic.pk, post.number),
        )

"""What the digest says of answers: that one's own helped, and that one was asked what came of another's."""

from collections import defaultdict

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.reading.digest.mine import mine_of
from forums.reading.digest.talk import talk_for
from forums.reading.models.places import THING
from members.mail import ranking, sections
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from . import headlines
from .models import Acceptance, FollowUp, Outcome


def register():
    sections.register(
        "forums/questions/helped", heading=gettext_lazy("What came of your answers"), items=helped, position=14, most=3
    )
    sections.register(
        "forums/questions/outcome", heading=gettext_lazy("What came of it?"), items=asked, position=13, most=2
    )


def helped(readers, now):
    """Answers of a reader that were marked since; not what they wrote without a name, which a letter must not say is
    theirs."""
    found = defaultdict(list)
    marked = Acceptance.objects.filter(post__author__in=readers.pks, at__gt=readers.since, at__lte=readers.until)
    marked = marked.filter(post__hidden_at=None, topic__hidden_at=None).exclude(by=None)
    marked = marked.select_related("post", "topic", "by").defer("post__body", "post__html").order_by("-at")
    for each in marked:
        reader = readers.by_pk[each.post.author_id]
        if reader.is_news(each.at) and each.by_id != reader.pk and _sees(readers, reader, each.topic):
            found[reader.pk].append(_helped(each))
    return found


def asked(readers, now):
    """Whoever was asked since what came of an answer that helped, and has not said."""
    told = Outcome.objects.filter(post=OuterRef("acceptance__post"), is_asker=True)
    open_now = FollowUp.objects.filter(asked_at__gt=readers.since, asked_at__lte=readers.until).exclude(Exists(told))
    # Who asked without a name was asked in a letter of their own.
    open_now = open_now.filter(acceptance__topic__author__in=readers.pks, acceptance__topic__speaks_as="")
    open_now = open_now.filter(acceptance__topic__hidden_at=None, acceptance__post__hidden_at=None)
    found = defaultdict(dict)
    for each in open_now.select_related("acceptance__topic", "acceptance__post").order_by("-asked_at"):
        topic = each.acceptance.topic
        reader = readers.by_pk[topic.author_id]
        if reader.is_news(each.asked_at) and _sees(readers, reader, topic):
            found[reader.pk].setdefault(topic.pk, _asked(each))
    return {pk: list(items.values()) for pk, items in found.items()}


def _sees(readers, reader, topic):
    topic.board = talk_for(readers).boards[topic.board_id]
    return topic.board_id in mine_of(readers)[reader.pk].boards


def _helped(acceptance):
    post = acceptance.post
    return Item(
        key=f"post:{post.pk}:helped",
        headline=headlines.helped_you(acceptance),
        url=post.get_absolute_url(),
        why=(Why(ranking.CAME, _("You wrote it.")),),
        thing=Thing(THING, acceptance.topic_id, post.number),
    )


def _asked(follow_up):
    post = follow_up.acceptance.post
    return Item(
        key=f"followup:{follow_up.pk}",
        headline=headlines.what_came([follow_up]),
        url=reverse("questions:outcome", args=[post.topic_id, post.number]),
        detail=_("One press says it, and whoever reads the answer knows more."),
        why=(Why(ranking.CAME, _("You said that it helped.")),),
        thing=Thing(THING, post.topic_id, post.number),
    )

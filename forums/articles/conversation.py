"""The topic in which people talk about an article: on the board chosen for it, or on one that is made for articles."""

from django.utils.translation import gettext as _

from forums.discussions.models import Board, Post, Topic
from forums.reading.reader import hidden_authors
from members.accounts.audience import NAMED, Audience

LATEST = 3
# Whose board is no wider than what: those who may read the article may be more than those who read the board.
NARROWER = {
    Audience.EVERYONE: set(Audience),
    Audience.ACCOUNTS: set(Audience) - {Audience.EVERYONE},
    Audience.MEMBERS: {Audience.MEMBERS},
}


def is_within(board, audience, group_id=None):
    """Whether everyone who reads `board` belongs to `audience`, so that it gives nothing of an article away."""
    if audience in NAMED:
        return board.audience in NAMED and board.group_id == group_id
    return board.audience in NARROWER[audience]


def board_of(article):
    """Where people talk about `article`: the board chosen for it, or that of all articles for its audience.

    None where no board is narrow enough. The boards of articles are made when they are first needed.
    """
    board = article.board if article.board_id else _usual(article.audience)
    return board if board is not None and is_within(board, article.audience, article.group_id) else None


def _usual(audience):
    names = {
        Audience.EVERYONE: ("articles", _("Articles"), _("What people say about the articles of CXPA.")),
        Audience.ACCOUNTS: (
            "articles-accounts",
            _("Articles for everyone with an account"),
            _("What people say about articles for which one signs in."),
        ),
        Audience.MEMBERS: ("articles-members", _("Articles for members"), _("What members say about their articles.")),
    }
    if audience not in names:
        return None
    slug, name, description = names[audience]
    about = {"name": name, "description": description, "audience": audience, "posting": Audience.MEMBERS}
    return Board.objects.get_or_create(slug=slug, defaults=about | {"position": 90})[0]


def open_about(article, *, by, now=None):
    """Open the conversation about a published article, once; returns its Topic, or None where there is none.

    Its author begins it; where CXPA itself speaks, or the author may not write there any more, whoever publishes does.
    """
    if article.topic_id or not article.takes_comments or article.kind != article.ARTICLE:
        return article.topic
    board = board_of(article)
    voices = [person for person in (article.author, by) if person is not None]
    voice = next((person for person in voices if board and board.can_be_posted_to_by(person)), None)
    if voice is None:
        return None
    body = f"{article.sentence}\n\n[{_('Read the article')}]({article.lasting_url})".strip()
    article.topic = Topic.start(board=board, by=voice, title=article.title, body=body, now=now)
    article.save(update_fields=["topic"])
    return article.topic


def latest(article, person):
    """What the article's page shows of its conversation: {topic, count, posts}; None where `person` reads none."""
    if not article.topic_id:
        return None
    topic = Topic.objects.visible_to(person).select_related("board").filter(pk=article.topic_id).first()
    if topic is None:
        return None
    posts = []
    if topic.reply_count:
        said = Post.objects.spoken().filter(topic=topic, number__gt=1).select_related("author").order_by("-number")
        if person.is_authenticated:
            said = said.exclude(author__in=hidden_authors(person.pk))
        posts = list(reversed(said[:LATEST]))
    return {"topic": topic, "count": topic.reply_count, "posts": posts, "is_open": topic.closed_at is None}
